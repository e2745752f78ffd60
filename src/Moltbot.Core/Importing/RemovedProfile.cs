using Moltbot.Core.Errors;
using Moltbot.Core.Secrets;
using Moltbot.Core.Sessions;
using Moltbot.Core.Text;

namespace Moltbot.Core.Importing;

/// <summary>A profile that was removed.</summary>
/// <param name="StateDirectory">The absolute path of the installation's state directory.</param>
/// <param name="Agent">The id of the agent that had it.</param>
/// <param name="ProfileId">The id of the profile.</param>
/// <param name="Path">The absolute path of the agent's store if it held the profile, or <see langword="null"/>.</param>
/// <param name="ConfigPath">The absolute path of the configuration if it named the profile, or <see langword="null"/>.</param>
/// <param name="Pins">The sessions that are pinned to the profile and now point nowhere.</param>
public sealed record RemovedProfile(
    string StateDirectory,
    string Agent,
    string ProfileId,
    string? Path,
    string? ConfigPath,
    FlatList<SessionPin> Pins)
{
    /// <summary>Why it is not known whether more sessions are pinned to it: a session store could not be read.</summary>
    public FlatList<MoltbotException> NotRead { get; init; } = [];

    /// <summary>Where its secret is still kept, or <see langword="null"/> when it was in the store.</summary>
    public SecretReference? Reference { get; init; }

    /// <summary>A sentence about each of these sessions, about what could not be read, and about a secret that is left elsewhere.</summary>
    public FlatList<string> Warnings =>
    [
        .. Pins.Select(pin => $"Session {pin.SessionKey} of agent {pin.Agent} is pinned to {ProfileId}; that pin now points nowhere."),
        .. NotRead.Select(error => $"Whether other sessions are pinned to {ProfileId} is not known: {error.Message}"),
        .. Reference is null ? (string[])[] : [SecretLeftBehind.Message(ProfileId, Reference)],
    ];
}

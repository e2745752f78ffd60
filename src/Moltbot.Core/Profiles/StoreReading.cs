using System.Text.Json;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Profiles;

/// <summary>What could be read of an agent's credentials.</summary>
/// <param name="Store">The agent's view; what could not be read is missing from it.</param>
/// <param name="Errors">The stores that could not be read, each as an error that names file, line and column.</param>
/// <param name="Warnings">The files of older layouts or other programs that could not be read, and the entries that are no profiles; the gateway passes over them too.</param>
public sealed record StoreReading(AuthProfileStore Store, IReadOnlyList<MoltbotException> Errors, IReadOnlyList<MoltbotException> Warnings)
{
    /// <summary>The main agent's view, from which the agent inherits; the same for the main agent.</summary>
    internal AuthProfileStore Main { get; init; } = Store;

    /// <summary>Whether the agent's own store could be changed at that moment.</summary>
    internal WriteVerdict MayWrite { get; init; } = WriteVerdict.Allowed;

    /// <summary>The files that could not be read and are passed over.</summary>
    internal IReadOnlyList<MoltbotException> UnreadLayouts { get; init; } = [];

    /// <summary>Whether the agent inherits from the main agent.</summary>
    internal bool HasMain { get; init; }

    /// <summary>The agent's own store as it is, or <see langword="null"/> when there is none or it is no store.</summary>
    internal StoreContent? Own { get; init; }

    /// <summary>Why nothing is known of what the agent's own store holds although there is something: it cannot be read, or is no store.</summary>
    internal MoltbotException? OwnProblem { get; init; }

    /// <summary>What an agent without a store of its own has from older layouts and does not inherit.</summary>
    internal AuthProfileStore Imported { get; init; } = AuthProfileStore.Empty;

    /// <summary>That credentials are in an installation that is not read here, of which nothing is known; <see langword="null"/> when there is none such.</summary>
    public MoltbotException? Unseen => Errors.FirstOrDefault(error => error.Code == ErrorCode.InstallationNotServed);

    /// <summary>The view, if everything in it could be read.</summary>
    /// <exception cref="MoltbotException">The first store that could not be read, or that is JSON but no store.</exception>
    public AuthProfileStore StoreOrThrow() =>
        Errors is [MoltbotException unreadable, ..] ? throw unreadable :
        NotAStore is { } other ? throw other :
        Store;

    /// <summary>Whether the agent's own store has an entry of this id, of whatever kind, or will have it as soon as there is one.</summary>
    internal bool Owns(string profileId) => Own is { } own
        ? own.Entry(profileId).ValueKind != JsonValueKind.Undefined
        : Imported.Find(profileId) is not null;

    /// <summary>Whether a profile of the view is the main agent's.</summary>
    internal bool IsInherited(AuthProfile profile) => HasMain && ReferenceEquals(Main.Find(profile.Id), profile);

    /// <summary>That a file is JSON but no store, which reads as an empty one; <see langword="null"/> when there is none such.</summary>
    internal MoltbotException? NotAStore { get; init; }
}

using Moltbot.Core.Profiles;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Importing;

/// <summary>A credential that was put in.</summary>
/// <param name="StateDirectory">The absolute path of the installation's state directory.</param>
/// <param name="Agent">The id of the agent that has it.</param>
/// <param name="ProfileId">The id of the profile.</param>
/// <param name="Provider">The provider in its normal form.</param>
/// <param name="Kind">What kind of credential it is.</param>
/// <param name="ExpiresAt">When it expires, or <see langword="null"/>.</param>
/// <param name="Path">The absolute path of the store that was written.</param>
/// <param name="ConfigPath">The absolute path of the configuration, or <see langword="null"/> when it was left alone.</param>
/// <param name="HasReplaced">Whether another profile had the id.</param>
/// <param name="Notes">What still stands in the way of its use, or is to be known of it.</param>
public sealed record ImportedProfile(
    string StateDirectory,
    string Agent,
    string ProfileId,
    string Provider,
    AuthProfileKind Kind,
    DateTimeOffset? ExpiresAt,
    string Path,
    string? ConfigPath,
    bool HasReplaced,
    FlatList<ImportNote> Notes) : IImported
{
    /// <summary>Where the secret is kept instead of in the store, or <see langword="null"/>.</summary>
    public SecretReference? Reference { get; init; }

    /// <inheritdoc/>
    public FlatList<string> Warnings => [.. Notes.Select(note => note.Message)];

    /// <summary>Always the profile's id.</summary>
    public override string ToString() => ProfileId;
}

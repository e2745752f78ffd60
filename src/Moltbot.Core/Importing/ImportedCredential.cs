using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Profiles;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Importing;

/// <summary>A credential that was put in where it is kept.</summary>
/// <param name="Profile">The profile that holds it, or <see langword="null"/> when it is in the <c>.env</c> file.</param>
/// <param name="Variable">The variable that holds it, or <see langword="null"/> when it is in a profile.</param>
/// <param name="DefaultModel">The model that was made the default one, or <see langword="null"/>.</param>
public sealed record ImportedCredential(ImportedProfile? Profile, EnvironmentFileVariable? Variable, string? DefaultModel) : IImported
{
    /// <summary>The absolute path of the installation's state directory.</summary>
    public string StateDirectory => Profile?.StateDirectory ?? Variable!.StateDirectory;

    /// <summary>The id of the agent that has it, or <see langword="null"/> when all have it: a variable is the installation's.</summary>
    public string? Agent => Profile?.Agent;

    /// <summary>The provider in its normal form, or <see langword="null"/> when it is in the <c>.env</c> file.</summary>
    public string? Provider => Profile?.Provider;

    /// <summary>What kind of credential it is; the <c>.env</c> file holds API keys.</summary>
    public AuthProfileKind Kind => Profile?.Kind ?? AuthProfileKind.ApiKey;

    /// <summary>The profile's id, or <see langword="null"/> when it is in the <c>.env</c> file.</summary>
    public string? ProfileId => Profile?.ProfileId;

    /// <summary>The variable's name, or <see langword="null"/> when it is in a profile.</summary>
    public string? Name => Variable?.Name;

    /// <summary>The absolute path of the file that was written.</summary>
    public string Path => Profile?.Path ?? Variable!.Path;

    /// <summary>The absolute path of the configuration, or <see langword="null"/> when the profile was not entered there.</summary>
    public string? ConfigPath => Profile?.ConfigPath;

    /// <summary>When it expires, or <see langword="null"/>.</summary>
    public DateTimeOffset? ExpiresAt => Profile?.ExpiresAt;

    /// <summary>Where the secret is kept instead of in the file, or <see langword="null"/>.</summary>
    public SecretReference? Reference => Profile?.Reference;

    /// <summary>The profile that is used in place of the variable, or <see langword="null"/>: variables count only where there is none.</summary>
    public string? PrecedingProfileId { get; init; }

    /// <inheritdoc/>
    public FlatList<string> Warnings =>
    [
        .. Profile?.Warnings ?? [],
        .. Variable?.Warning is { } warning ? [warning] : (string[])[],
        .. PrecedingWarning is { } front ? [front] : (string[])[],
    ];

    /// <summary>A sentence about <see cref="PrecedingProfileId"/>, or <see langword="null"/>.</summary>
    public string? PrecedingWarning => PrecedingProfileId is null ? null
        : $"{PrecedingProfileId} comes before {Variable!.Name}: a variable is used only while its provider has no profile to try.";
}

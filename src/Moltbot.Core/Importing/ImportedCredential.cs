using Moltbot.Core.Configuration.EnvironmentFiles;

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

    /// <summary>The profile that is used in place of the variable, or <see langword="null"/>: variables count only where there is none.</summary>
    public string? ProfileInFront { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings =>
    [
        .. Profile?.Warnings ?? [],
        .. Variable?.Warning is { } warning ? [warning] : (string[])[],
        .. FrontWarning is { } front ? [front] : (string[])[],
    ];

    /// <summary>A sentence about <see cref="ProfileInFront"/>, or <see langword="null"/>.</summary>
    public string? FrontWarning => ProfileInFront is null ? null
        : $"profile:{ProfileInFront} comes before {Variable!.Name}: a variable is used only while its provider has no profile to try.";
}

using Moltbot.Core.Configuration;

namespace Moltbot.Core.Importing;

/// <summary>A credential that was put in where it is kept.</summary>
/// <param name="Profile">The profile that holds it, or <see langword="null"/> when it is in the <c>.env</c> file.</param>
/// <param name="Variable">The variable that holds it, or <see langword="null"/> when it is in a profile.</param>
/// <param name="DefaultModel">The model that was made the default one, or <see langword="null"/>.</param>
public sealed record ImportedCredential(ImportedProfile? Profile, EnvironmentFileVariable? Variable, string? DefaultModel) : IImported
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings =>
    [
        .. Profile?.Warnings ?? [],
        .. Variable?.Warning is { } warning ? [warning] : (string[])[],
    ];
}

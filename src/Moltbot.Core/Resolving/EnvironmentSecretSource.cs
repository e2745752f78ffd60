using Moltbot.Core.Installation;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Resolving;

/// <summary>Secrets in variables of the environment.</summary>
/// <param name="environment">The environment.</param>
/// <param name="allowed">The only variables that may be read; all when <see langword="null"/>.</param>
internal sealed class EnvironmentSecretSource(ProcessEnvironment environment, IReadOnlyList<string>? allowed = null) : ISecretSource
{
    public IReadOnlyList<FetchedSecret> Fetch(IReadOnlyList<SecretReference> references, CancellationToken cancellation) => [.. references.Select(Fetch)];

    private FetchedSecret Fetch(SecretReference reference)
    {
        if (allowed?.Contains(reference.Id, StringComparer.Ordinal) == false)
            return new FetchedSecret(SecretErrors.InvalidProvider(reference.Provider, $"its allowlist does not name {reference.Id}. Add the variable to the list"));

        return environment.GetNonBlank(reference.Id) is { } value
            ? new FetchedSecret(new Secret(value))
            : new FetchedSecret(SecretErrors.NotFound(reference));
    }
}

using System.Collections;
using Moltbot.Core;
using Moltbot.Core.Providers;
using Moltbot.PowerShell.Running;

namespace Moltbot.PowerShell.Completion;

/// <summary>
/// Completes environment variables of this process, never their values: first those for the provider that is given, then
/// those that are named like a secret.
/// </summary>
internal sealed class SecretVariableCompleter : InstallationCompleter
{
    private static readonly string[] Endings = ["KEY", "TOKEN", "SECRET", "PASSWORD"];

    private protected override IEnumerable<NameCandidate> Candidates(NameCandidates names, IDictionary bound)
    {
        string[] set = [.. VariableScope.EnvironmentHere().Variables.Keys.Order(StringComparer.Ordinal)];
        ProviderId provider = ProviderId.Parse(TextOf(bound, "Provider"));
        IEnumerable<NameCandidate> known = ProviderCatalog.EnvironmentVariables(provider).Intersect(set, StringComparer.Ordinal).Select(name => new NameCandidate(name, $"For {provider}"));
        IEnumerable<NameCandidate> others = set.Where(IsLikeSecret).Select(name => new NameCandidate(name, "Set in this process"));
        return known.Concat(others);
    }

    private static bool IsLikeSecret(string name) => Array.Exists(Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}

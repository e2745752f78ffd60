using System.Collections;
using Moltbot.Core;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes providers that work with an API key: those that onboarding knows, then those of the configuration.</summary>
internal sealed class ApiKeyProviderCompleter : InstallationCompleter
{
    private protected override IEnumerable<NameCandidate> Candidates(NameCandidates names, IDictionary bound) => names.ApiKeyProviders;
}

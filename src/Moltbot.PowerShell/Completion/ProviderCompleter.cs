using System.Collections;
using Moltbot.Core;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes providers: first those with profiles, then those of the configuration, then all that the gateway knows.</summary>
internal sealed class ProviderCompleter : InstallationCompleter
{
    private protected override IEnumerable<NameCandidate> Candidates(NameCandidates names, IDictionary bound) => names.Providers;
}

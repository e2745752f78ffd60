using System.Collections;
using Moltbot.Core;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes providers that tell how much of a plan is left.</summary>
internal sealed class UsageProviderCompleter : InstallationCompleter
{
    private protected override IEnumerable<NameCandidate> Candidates(NameCandidates names, IDictionary bound) => NameCandidates.UsageProviders;
}

using System.Collections;
using Moltbot.Core;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes models by their aliases and references: first those that the configuration names, then those that files describe.</summary>
internal sealed class ModelCompleter : InstallationCompleter
{
    private protected override IEnumerable<NameCandidate> Candidates(NameCandidates names, IDictionary bound) => names.Models;
}

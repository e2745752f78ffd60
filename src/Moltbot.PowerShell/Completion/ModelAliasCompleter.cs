using System.Collections;
using Moltbot.Core;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes the aliases of models.</summary>
public sealed class ModelAliasCompleter : InstallationCompleter
{
    private protected override IEnumerable<NameCandidate> Candidates(NameCandidates names, IDictionary bound) => names.Aliases;
}

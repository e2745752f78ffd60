using System.Collections;
using Moltbot.Core;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes the variables of the installation's <c>.env</c> file, then those in which the gateway looks for keys.</summary>
internal sealed class EnvironmentVariableCompleter : InstallationCompleter
{
    private protected override IEnumerable<NameCandidate> Candidates(NameCandidates names, IDictionary bound) => names.Variables.Concat(NameCandidates.KeyVariables);
}

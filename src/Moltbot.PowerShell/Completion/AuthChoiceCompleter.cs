using System.Collections;
using Moltbot.Core;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes the ways to sign in that onboarding offers.</summary>
internal sealed class AuthChoiceCompleter : InstallationCompleter
{
    private protected override IEnumerable<NameCandidate> Candidates(NameCandidates names, IDictionary bound) => NameCandidates.AuthChoices;
}

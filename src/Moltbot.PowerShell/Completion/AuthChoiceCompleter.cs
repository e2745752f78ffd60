using System.Collections;
using Moltbot.Core;
using Moltbot.Core.Importing;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes the ways to sign in that onboarding offers.</summary>
public sealed class AuthChoiceCompleter : InstallationCompleter
{
    private protected override IEnumerable<Candidate> Candidates(MoltbotInstallation installation, IDictionary bound) =>
        AuthChoice.All.Select(choice => new Candidate(choice.Id, choice.Label));
}

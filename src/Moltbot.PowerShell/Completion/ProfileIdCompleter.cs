using System.Collections;
using Moltbot.Core;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes profile ids; those of one provider when <c>-Provider</c> is given.</summary>
internal sealed class ProfileIdCompleter : InstallationCompleter
{
    private protected override IEnumerable<NameCandidate> Candidates(NameCandidates names, IDictionary bound) => names.Profiles(TextOf(bound, "Provider"));
}

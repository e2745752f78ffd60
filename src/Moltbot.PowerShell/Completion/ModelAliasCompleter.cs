using System.Collections;
using Moltbot.Core;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes the aliases of models.</summary>
public sealed class ModelAliasCompleter : InstallationCompleter
{
    private protected override IEnumerable<Candidate> Candidates(MoltbotInstallation installation, IDictionary bound) =>
        installation.Models.Aliases.Select(alias => new Candidate(alias.Key, alias.Value));
}

using System.Collections;
using Moltbot.Core;
using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Providers;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes the variables of the installation's <c>.env</c> file, then those in which the gateway looks for keys.</summary>
public sealed class EnvironmentVariableCompleter : InstallationCompleter
{
    private protected override IEnumerable<Candidate> Candidates(MoltbotInstallation installation, IDictionary bound)
    {
        EnvironmentFile file = installation.EnvironmentFile;
        IEnumerable<Candidate> there = file.Variables.Select(variable => new Candidate(variable.Name, $"{variable.MaskedValue} in {file.Path}"));
        IEnumerable<Candidate> known = ProviderCatalog.Ids
            .SelectMany(provider => ProviderCatalog.EnvironmentVariables(provider).Select(name => new Candidate(name, $"For {provider}")))
            .OrderBy(candidate => candidate.Name, StringComparer.Ordinal);
        return there.Concat(known);
    }
}

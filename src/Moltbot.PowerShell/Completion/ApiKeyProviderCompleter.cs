using System.Collections;
using Moltbot.Core;
using Moltbot.Core.Providers;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes providers that work with an API key: those that onboarding knows, then those of the configuration.</summary>
public sealed class ApiKeyProviderCompleter : InstallationCompleter
{
    private protected override IEnumerable<Candidate> Candidates(MoltbotInstallation installation, IDictionary bound)
    {
        IEnumerable<Candidate> known = ApiKeyProvider.All.Select(provider => new Candidate(provider.Provider.Value, provider.Label));
        IEnumerable<Candidate> configured = installation.Configuration.ProviderNames
            .Select(name => ProviderId.Parse(name).Value)
            .Order(StringComparer.Ordinal)
            .Select(name => new Candidate(name, $"Configured in {installation.Paths.ConfigPath}"));
        return known.Concat(configured).Where(candidate => candidate.Name.Length > 0);
    }
}

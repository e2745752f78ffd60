using System.Collections;
using System.Globalization;
using Moltbot.Core;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes providers: first those with profiles, then those of the configuration, then all that the gateway knows.</summary>
public sealed class ProviderCompleter : InstallationCompleter
{
    private protected override IEnumerable<Candidate> Candidates(MoltbotInstallation installation, IDictionary bound)
    {
        AuthProfileStore store = installation.GetAgent(AgentIn(bound)).ReadStore().Store;
        return WithProfiles(store).Concat(Configured(installation)).Concat(Known()).Where(candidate => candidate.Name.Length > 0);
    }

    private static IEnumerable<Candidate> WithProfiles(AuthProfileStore store) => store.Profiles
        .GroupBy(profile => profile.Provider.Value, StringComparer.Ordinal)
        .OrderBy(provider => provider.Key, StringComparer.Ordinal)
        .Select(provider => new Candidate(provider.Key, $"Profiles: {provider.Count().ToString(CultureInfo.InvariantCulture)}"));

    private static IEnumerable<Candidate> Configured(MoltbotInstallation installation) => installation.Configuration.ProviderNames
        .Select(name => ProviderId.Parse(name).Value)
        .Order(StringComparer.Ordinal)
        .Select(name => new Candidate(name, $"Configured in {installation.Paths.ConfigPath}"));

    private static IEnumerable<Candidate> Known() => ProviderCatalog.Ids
        .OrderBy(provider => provider.Value, StringComparer.Ordinal)
        .Select(provider => new Candidate(provider.Value, HintFor(provider)));

    private static string HintFor(ProviderId provider) => ProviderCatalog.EnvironmentVariables(provider) is [_, ..] variables
        ? $"Environment: {string.Join(", ", variables)}"
        : "Known to the gateway";
}

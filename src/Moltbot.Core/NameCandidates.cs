using System.Globalization;
using Moltbot.Core.Diagnosing;
using Moltbot.Core.Importing;
using Moltbot.Core.Installation;
using Moltbot.Core.Models;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;

namespace Moltbot.Core;

/// <summary>
/// The names that somebody who types may mean, the likeliest first, from the files of an installation. Nothing is locked,
/// written or asked for. A name can be in a list twice; the first counts.
/// </summary>
/// <param name="installation">The installation that is meant.</param>
/// <param name="agentName">The agent that is meant, or <see langword="null"/> when none is named.</param>
public sealed class NameCandidates(MoltbotInstallation installation, string? agentName)
{
    /// <summary>The agents that are configured or have a directory.</summary>
    public IEnumerable<NameCandidate> Agents => installation.Agents.Select(agent => new NameCandidate(agent.Agent, agent.Directory));

    /// <summary>The providers: first those with profiles, then those of the configuration, then all that the gateway knows.</summary>
    public IEnumerable<NameCandidate> Providers => Agent.ReadStore().Store.Profiles
        .GroupBy(profile => profile.Provider.Value, StringComparer.Ordinal)
        .OrderBy(provider => provider.Key, StringComparer.Ordinal)
        .Select(provider => new NameCandidate(provider.Key, $"Profiles: {provider.Count().ToString(CultureInfo.InvariantCulture)}"))
        .Concat(ConfiguredProviders)
        .Concat(ProviderCatalog.Ids.OrderBy(provider => provider.Value, StringComparer.Ordinal).Select(provider => new NameCandidate(provider.Value, HintFor(provider))))
        .Where(IsNamed);

    /// <summary>The providers that work with an API key: those that onboarding knows, then those of the configuration.</summary>
    public IEnumerable<NameCandidate> ApiKeyProviders =>
        ApiKeyProvider.All.Select(provider => new NameCandidate(provider.Provider.Value, provider.Label)).Concat(ConfiguredProviders).Where(IsNamed);

    /// <summary>The ways to sign in that onboarding offers.</summary>
    public static IEnumerable<NameCandidate> AuthChoices => AuthChoice.All.Select(choice => new NameCandidate(choice.Id, choice.Label));

    /// <summary>What a doctor can find.</summary>
    public static IEnumerable<NameCandidate> Findings => FindingKinds.All.Select(kind => new NameCandidate(kind.Id, $"{kind.Severity}, {kind.Title}") { IsFoundByPart = true });

    /// <summary>The providers that people sign in to.</summary>
    public IEnumerable<NameCandidate> SignInProviders =>
        from known in SignInProvider.All
        let name = installation.Layout.Kind == LayoutKind.Today ? known.TodayProvider : known.Provider
        where name is not null
        select new NameCandidate(name.Value, known.Label);

    /// <summary>The providers that tell how much of a plan is left.</summary>
    public static IEnumerable<NameCandidate> UsageProviders => QuotaProvider.All.Select(known => new NameCandidate(known.Provider.Value, known.Label));

    /// <summary>The models by their references and aliases: first those that the configuration names, then those that files describe.</summary>
    public IEnumerable<NameCandidate> Models
    {
        get
        {
            Agent agent = agentName is null ? installation.MainAgent : Agent;
            IReadOnlyList<ListedModel> models = [.. agent.GetModels(), .. agent.GetModels(all: true)];
            return models.Select(model => new NameCandidate(model.Model, string.Join(", ", model.Tags) is { Length: > 0 } tags ? tags : model.DisplayName))
                .Concat(models.SelectMany(model => model.Aliases.Select(alias => new NameCandidate(alias, model.Model))));
        }
    }

    /// <summary>The aliases of models.</summary>
    public IEnumerable<NameCandidate> Aliases => installation.Models.Aliases.Select(alias => new NameCandidate(alias.Key, alias.Value));

    /// <summary>The sessions of the agent; of all agents when none is named.</summary>
    public IEnumerable<NameCandidate> Sessions => (agentName is null ? installation.AgentIds.Select(installation.AgentOf) : [Agent])
        .Select(agent => agent.Sessions)
        .SelectMany(sessions => sessions.Read().Keys.Select(key => new NameCandidate(key, sessions.StorePath) { IsFoundByPart = true }));

    /// <summary>Durations as people write them.</summary>
    public static IReadOnlyList<NameCandidate> Durations { get; } =
        [new("30m", "30 minutes"), new("1h", "An hour"), new("12h", "12 hours"), new("1d", "A day"), new("7d", "A week"), new("30d", "30 days"), new("365d", "A year")];

    /// <summary>The variables of the installation's <c>.env</c> file.</summary>
    public IEnumerable<NameCandidate> Variables => installation.EnvironmentFile.Variables
        .Select(variable => new NameCandidate(variable.Name, $"{variable.MaskedValue} in {installation.EnvironmentFile.Path}"));

    /// <summary>The variables in which the gateway looks for keys.</summary>
    public static IEnumerable<NameCandidate> KeyVariables => ProviderCatalog.Ids
        .SelectMany(provider => ProviderCatalog.EnvironmentVariables(provider).Select(name => new NameCandidate(name, $"For {provider}")))
        .OrderBy(candidate => candidate.Name, StringComparer.Ordinal);

    /// <summary>The profiles whose keys are being replaced: of the agent, or of all agents when none is named.</summary>
    public IEnumerable<NameCandidate> Rotations => installation.OpenRotations().All()
        .Where(rotation => agentName is null || rotation.Agent == Agent.Id.Value)
        .Select(rotation => new NameCandidate(rotation.ProfileId, $"{rotation.Stage} ({rotation.Agent})"));

    private Agent Agent => installation.GetAgent(agentName);

    private IEnumerable<NameCandidate> ConfiguredProviders => installation.Configuration.ProviderNames
        .Select(name => ProviderId.Parse(name).Value)
        .Order(StringComparer.Ordinal)
        .Select(name => new NameCandidate(name, $"Configured in {installation.Paths.ConfigPath}"));

    /// <summary>The models that a role falls back on, by their references and aliases.</summary>
    public IEnumerable<NameCandidate> Fallbacks(ModelRole role)
    {
        IReadOnlyList<FallbackModel> fallbacks = installation.Models.GetFallbacks(role);
        ILookup<string, string> aliases = installation.Models.Aliases.ToLookup(alias => alias.Value, alias => alias.Key, StringComparer.Ordinal);
        return fallbacks.Select(fallback => new NameCandidate(fallback.Model, $"Fallback {fallback.Position.ToString(CultureInfo.InvariantCulture)}"))
            .Concat(fallbacks.SelectMany(fallback => aliases[fallback.Model].Select(alias => new NameCandidate(alias, fallback.Model))));
    }

    /// <summary>The profiles of the agent.</summary>
    /// <param name="provider">The provider that is named already, or <see langword="null"/>.</param>
    public IEnumerable<NameCandidate> Profiles(string? provider)
    {
        AuthProfileStore store = Agent.ReadStore().Store;
        IEnumerable<AuthProfile> profiles = string.IsNullOrEmpty(provider) ? store.Profiles : store.ProfilesOf(ProviderId.Parse(provider));
        return profiles.Select(profile => new NameCandidate(profile.Id, $"{profile.ProviderName} {profile.Kind.ToStoredName()} {profile.MaskedValue}")).Where(IsNamed);
    }

    private static bool IsNamed(NameCandidate candidate) => candidate.Name.Length > 0;

    private static string HintFor(ProviderId provider) => ProviderCatalog.EnvironmentVariables(provider) is [_, ..] variables
        ? $"Environment: {string.Join(", ", variables)}"
        : "Known to the gateway";
}

using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using Moltbot.Core;
using Moltbot.Core.Importing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;

namespace Moltbot.Cli.Completion;

/// <summary>What the values of options and arguments can be, from the files of the installation. Nothing is locked, written or asked for.</summary>
/// <param name="installation">The installation that the command line is about.</param>
/// <param name="given">The values of options that are on the command line already, by the option's name.</param>
internal sealed class ValueCandidates(MoltbotInstallation installation, IReadOnlyDictionary<string, string> given)
{
    /// <summary>The values that a symbol can have; those of the same name mean the same everywhere.</summary>
    public IEnumerable<Candidate> Of(Symbol symbol) => symbol.Name switch
    {
        "--agent" => installation.Agents.Select(agent => new Candidate(agent.Agent, agent.Directory)),
        "--provider" or "--token-provider" => Providers(),
        "--profile-id" or "--token-profile-id" or "profileId" or "profileIds" => Profiles(),
        "--auth-choice" => AuthChoice.All.Select(choice => new Candidate(choice.Id, choice.Label)),
        "model" => Models(),
        "alias" => installation.Models.Aliases.Select(alias => new Candidate(alias.Key, alias.Value)),
        "key" or "keys" => Sessions(),
        "name" => installation.EnvironmentFile.Variables.Select(variable => new Candidate(variable.Name, variable.MaskedValue)),
        _ => symbol.GetCompletions(CompletionContext.Empty).Select(item => new Candidate(item.Label, item.Detail ?? "")),
    };

    private Agent Agent => installation.GetAgent(given.GetValueOrDefault("--agent"));

    private IEnumerable<Candidate> Providers() => Agent.ReadStore().Store.Profiles
        .GroupBy(profile => profile.Provider.Value, StringComparer.Ordinal)
        .OrderBy(provider => provider.Key, StringComparer.Ordinal)
        .Select(provider => new Candidate(provider.Key, $"Profiles: {provider.Count().ToString(CultureInfo.InvariantCulture)}"))
        .Concat(installation.Configuration.ProviderNames.Select(name => new Candidate(ProviderId.Parse(name).Value, "Configured")))
        .Concat(ProviderCatalog.Ids.Select(id => id.Value).Order(StringComparer.Ordinal).Select(id => new Candidate(id, "Known to the gateway")));

    private IEnumerable<Candidate> Profiles()
    {
        AuthProfileStore store = Agent.ReadStore().Store;
        IEnumerable<AuthProfile> profiles = given.TryGetValue("--provider", out string? provider) ? store.ProfilesOf(ProviderId.Parse(provider)) : store.Profiles;
        return profiles.Select(profile => new Candidate(profile.Id, $"{profile.ProviderName} {profile.Kind.ToStoredName()}"));
    }

    private IEnumerable<Candidate> Models()
    {
        Agent agent = given.ContainsKey("--agent") ? Agent : installation.MainAgent;
        return [.. agent.GetModels().Concat(agent.GetModels(all: true)).SelectMany(model =>
            model.Aliases.Select(alias => new Candidate(alias, model.Model)).Prepend(new Candidate(model.Model, model.DisplayName)))];
    }

    private IEnumerable<Candidate> Sessions() => (given.ContainsKey("--agent") ? [Agent] : installation.AgentIds.Select(installation.AgentOf))
        .SelectMany(agent => agent.Sessions.Read().Keys.Select(key => new Candidate(key, agent.Id.Value)));
}

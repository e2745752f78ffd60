using System.CommandLine;
using System.Text.Json.Nodes;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Health;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth list</c>.</summary>
internal static class ProfileListCommand
{
    public static Command Create(Session session)
    {
        Option<string> agent = CommonOptions.Agent("The agent (default: the configured default agent).");
        Option<string> provider = CommonOptions.Provider("The only provider to list.");
        Option<bool> json = CommonOptions.Json();
        Command command = new("list", "List the profiles, with masked values.") { agent, provider, json };
        command.SetAction(parsed => Run(session, parsed.GetValue(agent), CommonOptions.ProviderOf(parsed.GetValue(provider)), parsed.GetValue(json)));
        return command;
    }

    private static void Run(Session session, string? agentName, ProviderId? provider, bool asJson)
    {
        MoltbotInstallation installation = session.Open();
        installation.RequireUsableConfiguration();
        Agent agent = installation.FindAgent(agentName);
        if (agent.ListAsToday(provider) is { } list)
        {
            Write(session, installation, list, asJson);
            return;
        }

        ProfileListing listing = agent.GetProfiles();
        ProfileStatus[] profiles = [.. listing.Profiles.Where(profile => provider is null || ProviderId.Parse(profile.Provider) == provider)];
        session.Warn([.. installation.Warnings, .. listing.Warnings]);
        if (asJson)
            JsonOutput.Write(session, ToJson(agent, profiles));
        else
            new ProfileTable(session).Write(agent, provider, profiles);
    }

    private static void Write(Session session, MoltbotInstallation installation, TodayProfileList list, bool asJson)
    {
        session.Warn([.. installation.Warnings, .. list.Warnings]);
        if (asJson)
            JsonOutput.Write(session, list.ToJson());
        else
            session.Output.WriteLines(list.ToText());
    }

    private static JsonObject ToJson(Agent agent, IEnumerable<ProfileStatus> profiles) => new()
    {
        ["agentId"] = agent.Id.Value,
        ["agentDir"] = agent.Directory,
        ["profiles"] = JsonList.Of(profiles, profile => profile.ToJson()),
    };
}

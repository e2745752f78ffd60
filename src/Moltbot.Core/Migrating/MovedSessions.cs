using Moltbot.Core.Files;
using Moltbot.Core.Profiles;
using Moltbot.Core.Errors;

namespace Moltbot.Core.Migrating;

/// <summary>What becomes of sessions (docs/gateway/later.md §1.5).</summary>
internal static class MovedSessions
{
    /// <summary>What becomes of them.</summary>
    public static IEnumerable<MigrationFinding> Of(MovingInstallation installation)
    {
        string? plugin = PluginOf(installation);
        foreach (AgentContext agent in installation.Agents)
        {
            string path = installation.SessionsOf(agent).Place.Path;
            if (!RealPath.Exists(path))
                continue;

            if (Problem(installation, agent) is { } problem)
            {
                yield return new MigrationFinding(MigrationKind.FileStopsGateway)
                {
                    Path = path,
                    Agent = agent.Id.Value,
                    Message = $"The sessions cannot be read ({problem.Message.TrimEnd('.')}), so the gateway's doctor leaves the file where it is, and the gateway does not start as long as it is there.",
                    Advice = "Repair the file, or move it away.",
                };
            }
            else
            {
                yield return new MigrationFinding(MigrationKind.SessionsStay)
                {
                    Path = path,
                    Agent = agent.Id.Value,
                    Message = plugin is null
                        ? "The sessions are taken over into the agent's database; the file is moved to session-sqlite-import-archive beside it and stays there."
                        : $"The sessions are taken over, but the file stays in its place until the plugin {plugin} is installed, for which the gateway's doctor has to reach npm's registry.",
                    Advice = plugin is null ? "Delete it once nothing needs it." : "Run `openclaw doctor --fix` again once that plugin can be installed.",
                };
            }
        }
    }

    private static MoltbotException? Problem(MovingInstallation installation, AgentContext agent)
    {
        try
        {
            _ = installation.SessionsOf(agent).Read();
            return null;
        }
        catch (MoltbotException problem)
        {
            return problem;
        }
    }

    /// <summary>A plugin that the gateway's doctor wants first, as far as that can be told; <see langword="null"/> when it wants none.</summary>
    private static string? PluginOf(MovingInstallation installation)
    {
        if (installation.Environment.GetNonBlank("OPENROUTER_API_KEY") is not null)
            return "perplexity";

        bool usesOpenAI = installation.Agents.Any(agent => agent.Reading.Store.Profiles.Any(profile => profile.Provider.Value is "openai-codex"))
            || installation.ConfigurationFile.Configuration.DefaultModel is var model && new[] { model.Primary }.Concat(model.Fallbacks).Any(name => name is not null && (name.StartsWith("openai/", StringComparison.Ordinal) || name.StartsWith("openai-codex/", StringComparison.Ordinal)));
        return usesOpenAI ? "codex" : null;
    }
}

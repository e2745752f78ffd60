using System.CommandLine;
using System.Text.Json.Nodes;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Installation;
using Moltbot.Core.Rotating;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth rotate list</c>.</summary>
internal static class RotateListCommand
{
    public static Command Create(Session session)
    {
        Option<string> agent = CommonOptions.Agent("The only agent whose rotations are listed (default: all).");
        Option<bool> json = CommonOptions.Json();
        Command command = new("list", "List the keys that are being replaced.") { agent, json };
        command.SetAction(parsed => Run(session, parsed.GetValue(agent), parsed.GetValue(json)));
        return command;
    }

    private static void Run(Session session, string? agentName, bool asJson)
    {
        MoltbotInstallation installation = session.OpenUsable();
        AgentId? agent = agentName is null ? null : installation.FindAgent(agentName).Id;
        InstallationRotations rotations = installation.OpenRotations();
        KeyRotation[] listed = [.. rotations.All().Where(rotation => agent is null || rotation.Agent == agent.Value)];
        if (asJson)
        {
            JsonOutput.Write(session, new JsonObject { ["rotations"] = new JsonArray([.. listed.Select(RotationReport.ToJson)]) });
            return;
        }

        if (listed.Length == 0)
            session.Output.WriteLine("No key is being replaced.");

        RotationReport report = new(session, rotations, asJson: false);
        foreach (KeyRotation rotation in listed)
            report.Write(rotation);
    }
}

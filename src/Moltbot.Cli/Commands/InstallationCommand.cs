using System.CommandLine;
using System.Text.Json.Nodes;
using Moltbot.Cli.Rendering;
using Moltbot.Core;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot installation</c>: what is found, where, and how that is known.</summary>
internal static class InstallationCommand
{
    private const int LabelWidth = 14;

    public static Command Create(Session session)
    {
        Option<bool> json = CommonOptions.Json();
        Command command = new("installation", "Show the installations that there are: whose each is and why, where its configuration and credentials are, and whether a gateway runs.") { json };
        command.SetAction(parsed => Run(session, parsed.GetValue(json)));
        return command;
    }

    private static void Run(Session session, bool asJson)
    {
        IReadOnlyList<InstallationOverview> found = MoltbotInstallation.FindAll(session.Environment, session.StateDirectory);
        if (asJson)
        {
            JsonOutput.Write(session, new JsonObject { ["installations"] = new JsonArray([.. found.Select(installation => (JsonNode?)installation.ToJson())]) });
            return;
        }

        for (int index = 0; index < found.Count; index++)
        {
            if (index > 0)
                session.Output.WriteLine();

            Write(session, found[index]);
        }
    }

    private static void Write(Session session, InstallationOverview found)
    {
        Palette palette = session.Palette;
        string real = found.RealPath == found.StateDirectory ? "" : $" -> {session.Shorten(found.RealPath)}";
        session.Output.WriteLine(palette.Heading(session.Shorten(found.StateDirectory)) + real + (found.IsInForce ? palette.Good(" (in force)") : ""));
        Field("Layout", $"{found.LayoutName}: {found.LayoutReason}");
        Field("Gateway", $"{(found.IsGatewayRunning is { } isRunning ? isRunning ? "running" : "not running" : "not known")}: {found.GatewayReason}");
        Field("Version", found.Version ?? "not known");
        Field("Config", session.Shorten(found.ConfigPath) + (found.ConfigExists ? "" : palette.Muted(" (missing)")));
        Field("Stores", found.Stores.Count == 0 ? "none" : string.Join(", ", found.Stores.Select(session.Shorten)));
        Field("Agents", string.Join(", ", found.Agents));
        foreach (string file in found.LeftBehind)
            Field("Left behind", palette.Bad($"{session.Shorten(file)} keeps the gateway from using credentials; `openclaw doctor --fix` takes it over"));

        void Field(string name, string value) => session.Output.WriteLine($"{palette.Label(name.PadRight(LabelWidth))}{palette.Muted(":")} {value}");
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Json;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot env list</c>.</summary>
internal static class EnvironmentListCommand
{
    public static Command Create(Session session)
    {
        Option<bool> json = CommonOptions.Json();
        Option<bool> asPlainText = CommonOptions.Flag("--as-plain-text", "Show the values as they are instead of masked.");
        Command command = new("list", "List the variables, with masked values, and what wins over them.") { json, asPlainText };
        command.SetAction(parsed => Run(session, parsed.GetValue(json), parsed.GetValue(asPlainText)));
        return command;
    }

    private static void Run(Session session, bool asJson, bool asPlainText)
    {
        MoltbotInstallation installation = session.Open();
        EnvironmentFile file = installation.EnvironmentFile;
        IReadOnlyList<EnvironmentFileVariable> variables = file.Variables;
        session.Warn(installation.Warnings);
        if (asJson)
            JsonOutput.WritePlain(session, ToJson(file, variables, asPlainText));
        else
            Write(session, file, variables, asPlainText);
    }

    private static void Write(Session session, EnvironmentFile file, IReadOnlyList<EnvironmentFileVariable> variables, bool asPlainText)
    {
        if (variables.Count == 0)
            session.Output.WriteLine($"No variables in {session.Shorten(file.Path)}.");

        foreach (EnvironmentFileVariable variable in variables)
        {
            string winner = variable.Winner is { } other ? $"  {session.Palette.Warning($"(not in force: {session.Shorten(other)} wins)")}" : "";
            session.Output.WriteLine($"{session.Palette.Label(variable.Name)}={VisibleWriter.AsItIs(Shown(variable, asPlainText))}{winner}");
        }
    }

    private static JsonObject ToJson(EnvironmentFile file, IReadOnlyList<EnvironmentFileVariable> variables, bool asPlainText) => new()
    {
        ["path"] = file.Path,
        ["variables"] = JsonList.Of(variables, variable => new JsonObject
        {
            ["name"] = variable.Name,
            ["value"] = Shown(variable, asPlainText),
            ["inForce"] = variable.IsInForce,
            ["winner"] = variable.Winner,
        }),
    };

    private static string Shown(EnvironmentFileVariable variable, bool asPlainText) => asPlainText ? variable.Value.Reveal() : variable.MaskedValue;
}

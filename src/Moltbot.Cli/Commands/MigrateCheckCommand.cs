using System.CommandLine;
using System.Text.Json.Nodes;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Diagnosing;
using Moltbot.Core.Errors;
using Moltbot.Core.Migrating;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot migrate check</c>: what would be lost?</summary>
internal static class MigrateCheckCommand
{
    public static Command Create(Session session)
    {
        Option<bool> json = CommonOptions.Json();
        Command command = new("check", "Say beforehand what `openclaw doctor --fix` would lose, leave behind or change in this installation; of one that has moved, what was left behind. Exits 1 if something is lost or could not be looked at, else 0.") { json };
        command.SetAction(parsed => Run(session, parsed.GetValue(json)));
        return command;
    }

    private static int Run(Session session, bool asJson)
    {
        MoltbotInstallation installation = session.Open();
        if (!installation.Exists)
            throw installation.Missing();

        MigrationForecast forecast = installation.CheckMigration();
        foreach (MoltbotException error in forecast.Errors)
            session.Fail(error.MessageIn(FrontEnd.CommandLine));

        if (asJson)
            JsonOutput.Write(session, ToJson(forecast));
        else
            Write(session, forecast);

        return forecast.ExitCode;
    }

    private static void Write(Session session, MigrationForecast forecast)
    {
        Palette palette = session.Palette;
        foreach (MigrationFinding finding in forecast.Findings)
        {
            string id = finding.Severity switch
            {
                FindingSeverity.Error => palette.Bad(finding.Id),
                FindingSeverity.Warning => palette.Warning(finding.Id),
                _ => palette.Muted(finding.Id),
            };
            session.Output.WriteLine($"{id}{(finding.Path is null ? "" : $" {session.Shorten(finding.Path)}")}{(finding.Entry is null ? "" : $" {finding.Entry}")}");
            session.Output.WriteLine($"  {finding.Message}");
            session.Output.WriteLine($"  {palette.Muted(finding.Advice)}");
        }

        session.Output.WriteLine(Summary(forecast));
    }

    private static string Summary(MigrationForecast forecast)
    {
        int lost = forecast.Findings.Count(finding => finding.Severity == FindingSeverity.Error);
        int left = forecast.Findings.Count(finding => finding.Severity == FindingSeverity.Warning);
        string unseen = forecast.Errors.Count > 0 ? " Not everything could be looked at." : "";
        return forecast.HasMoved
            ? $"This installation has moved already. {left + lost} left behind, of which {lost} keep{(lost == 1 ? "s" : "")} the gateway from working.{unseen}"
            : $"{lost} lost, {left} left behind, {forecast.Findings.Count - lost - left} different if `openclaw doctor --fix` takes this installation over. Nothing was changed.{unseen}";
    }

    private static JsonObject ToJson(MigrationForecast forecast) => new()
    {
        ["stateDir"] = forecast.StateDirectory,
        ["moved"] = forecast.HasMoved,
        ["findings"] = new JsonArray([.. forecast.Findings.Select(finding => new JsonObject
        {
            ["id"] = finding.Id,
            ["severity"] = finding.Severity switch
            {
                FindingSeverity.Error => "error",
                FindingSeverity.Warning => "warning",
                _ => "note",
            },
            ["path"] = finding.Path,
            ["entry"] = finding.Entry,
            ["agent"] = finding.Agent,
            ["profileId"] = finding.ProfileId,
            ["message"] = finding.Message,
            ["advice"] = finding.Advice,
        })]),
        ["errors"] = new JsonArray([.. forecast.Errors.Select(error => (JsonNode?)error.Message)]),
    };
}

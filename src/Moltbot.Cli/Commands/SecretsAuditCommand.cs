using System.CommandLine;
using System.Text.Json.Nodes;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Auditing;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot secrets audit</c>: which secrets are exposed?</summary>
internal static class SecretsAuditCommand
{
    private const int Failure = 1;

    public static Command Create(Session session)
    {
        Option<bool> check = CommonOptions.Flag("--check", "Exit 2 if a reference leads to no secret, 1 if anything else was found or could not be looked at, else 0.");
        Option<bool> json = CommonOptions.Json();
        Command command = new("audit", "Look for secrets in plain text, open permissions and references that lead nowhere.") { check, json };
        command.SetAction(parsed => Run(session, parsed.GetValue(check), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Session session, bool isCheck, bool asJson)
    {
        MoltbotInstallation installation = session.Open();
        SecretExposure exposure = installation.AuditSecrets(installation.OpenSecrets(vaults: null));
        MoltbotException[] errors = [.. installation.Exists ? exposure.Errors : exposure.Errors.Prepend(installation.Missing())];
        foreach (MoltbotException error in errors)
            session.Fail(error.MessageIn(FrontEnd.CommandLine));

        if (asJson)
            JsonOutput.Write(session, ToJson(exposure));
        else
            Write(session, exposure);

        return isCheck ? Math.Max(exposure.ExitCode, errors.Length > 0 ? Failure : 0) : errors.Length > 0 ? Failure : 0;
    }

    private static void Write(Session session, SecretExposure exposure)
    {
        foreach (SecretFinding finding in exposure.Findings)
        {
            session.Output.WriteLine($"{session.Palette.Warning(finding.CodeName)} {session.Shorten(finding.Path)}{(finding.Entry is null ? "" : $" {finding.Entry}")}");
            session.Output.WriteLine($"  {session.Palette.Muted(finding.Message)}");
        }

        session.Output.WriteLine($"{Count(exposure.Findings.Count, "finding")} in {Count(exposure.Files.Count, "file")}{(exposure.Errors.Count > 0 ? ", and not everything could be looked at" : "")}.");
    }

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";

    private static JsonObject ToJson(SecretExposure exposure) => new()
    {
        ["status"] = exposure.Status,
        ["filesScanned"] = JsonList.Of(exposure.Files),
        ["findings"] = JsonList.Of(exposure.Findings, finding => new JsonObject
        {
            ["code"] = finding.CodeName,
            ["file"] = finding.Path,
            ["place"] = finding.Entry,
            ["profileId"] = finding.ProfileId,
            ["message"] = finding.Message,
        }),
        ["errors"] = JsonList.Of(exposure.Errors, error => error.Message),
    };
}

using System.CommandLine;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Monitoring;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot monitor run</c>: one pass for a scheduler.</summary>
internal static class MonitorRunCommand
{
    private const string RefreshWithin = "--refresh-within";

    public static Command Create(Session session)
    {
        Option<string> agent = CommonOptions.Agent("The only agent to look at (default: all).");
        Option<string> within = new(RefreshWithin) { Description = "Renew what expires within this time, as 30m or 2h; 0 for nothing (default: what monitor.json says, or 1h).", HelpName = "duration" };
        Option<bool> probe = CommonOptions.Flag("--probe", "Ask the providers whether they accept the credentials.");
        Option<bool> dryRun = CommonOptions.Flag("--dry-run", "Only show what would be sent: nothing is renewed, sent or written.");
        Option<string> metrics = new("--metrics") { Description = "Write the metrics to a file for node_exporter's textfile collector.", HelpName = "file" };
        Option<bool> anonymous = CommonOptions.Flag("--anonymous", "Name no installation, agent and profile in the metrics.");
        Option<bool> json = CommonOptions.Json();
        Command command = new("run", "Make one pass: renew what is due, look at everything, and tell what has changed. Exit 1 if something is not fine, 2 if a credential expires soon, else 0.") { agent, within, probe, dryRun, metrics, anonymous, json };
        command.SetAction((parsed, _) => RunAsync(
            session,
            new MonitorOptions
            {
                Agent = parsed.GetValue(agent),
                RefreshWithin = DurationOf(parsed.GetValue(within)),
                Probe = parsed.GetValue(probe),
                IsRehearsal = parsed.GetValue(dryRun),
                MetricsPath = parsed.GetValue(metrics) is { Length: > 0 } path ? UserPath.Expand(path, session.Environment) : null,
                Anonymous = parsed.GetValue(anonymous),
            },
            parsed.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(Session session, MonitorOptions options, bool asJson)
    {
        MoltbotInstallation installation = session.Open();
        return await Interruption.FinishAsync(async cancellation =>
        {
            MonitorPass pass = await installation.OpenMonitor(new MonitorSurroundings(installation.OpenSecrets(vaults: null, cancellation))).RunAsync(options, cancellation);
            foreach (MoltbotException error in pass.Errors)
                session.Fail(error);

            session.Warn(pass.Warnings);
            if (asJson)
                JsonOutput.Write(session, pass.ToJson());
            else if (!pass.IsSkipped)
                Write(session, pass, options.IsRehearsal);

            return pass.ExitCode;
        });
    }

    private static void Write(Session session, MonitorPass pass, bool isRehearsal)
    {
        foreach (string renewed in pass.Renewed)
            session.Output.WriteLine($"renewed: {renewed}");
        foreach (string ended in pass.EndedRotations)
            session.Output.WriteLine($"rotation ended: {ended}");
        foreach (MonitorEvent one in pass.Events)
            session.Output.WriteLine($"{Coloured(session.Palette, one)} {one.Message}");
        foreach (ChannelDelivery delivery in pass.Deliveries.Where(delivery => isRehearsal || delivery.IsAccepted))
        {
            session.Output.WriteLine($"{(isRehearsal ? "would tell" : "told")} {delivery.Channel} ({delivery.ChannelType}): {delivery.Title}");
            foreach (string line in isRehearsal ? delivery.Text.Split('\n') : [])
                session.Output.WriteLine($"  {line}");
        }

        int known = pass.Findings.Count - pass.Events.Count(one => one.Kind != MonitorEventKind.Recovered);
        session.Output.WriteLine(
            pass.Findings.Count == 0 ? "All credentials are fine." :
            known > 0 ? $"Known already: {known} of {pass.Findings.Count} that are not fine." :
            $"Not fine: {pass.Findings.Count}.");
    }

    private static string Coloured(Palette palette, MonitorEvent one) => one.Kind == MonitorEventKind.Recovered
        ? palette.Good("over:")
        : one.Severity >= MonitorSeverity.Error ? palette.Bad($"{NameOf(one.Severity)}:") : palette.Warning($"{NameOf(one.Severity)}:");

    private static string NameOf(MonitorSeverity severity) => severity.ToString().ToLowerInvariant();

    private static TimeSpan? DurationOf(string? text) => text is null
        ? null
        : DurationText.Parse(text, defaultUnit: "h") ?? throw new MoltbotException(
            ErrorCode.InvalidArgument, $"{RefreshWithin} {text} is not a duration. Use a number with ms, s, m, h or d, for instance 2h.");
}

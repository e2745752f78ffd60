using System.CommandLine;
using Moltbot.Cli.Input;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Probing;
using Moltbot.Core.Resolving;
using Moltbot.Core.Running;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models probe</c>: does the provider accept this credential now?</summary>
internal static class ProbeCommand
{
    public static Command Create(Session session)
    {
        ProbeOptionSet probing = new(prefix: "", profileName: "profile-id");
        Option<string> agent = CommonOptions.Agent("The agent whose credentials are asked about (default: the configured default agent).");
        Option<bool> json = CommonOptions.Json();
        Option<bool> check = CommonOptions.Flag("--check", "Exit 1 if a credential in use is refused, 3 if of one nothing could be found out, else 0.");
        Command command = new("probe", "Ask the providers whether they accept the credentials now, for free unless you say otherwise.") { agent, json, check };
        probing.AddTo(command);
        command.SetAction((parsed, _) => RunAsync(
            session, parsed.GetValue(agent), probing.Selection(parsed), probing.Options(parsed), parsed.GetValue(probing.UpdateUsage), parsed.GetValue(json), parsed.GetValue(check)));
        return command;
    }

    /// <summary>Probes, shows what is known, however it ends, and remembers the outcome where that is wanted.</summary>
    /// <param name="session">The run.</param>
    /// <param name="installation">The installation.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="selection">Which credentials.</param>
    /// <param name="options">How.</param>
    /// <param name="updatesUsage">Whether the outcome is remembered.</param>
    /// <param name="show">Shows the report and gives the exit code.</param>
    public static Task<int> ProbeAsync(
        Session session, MoltbotInstallation installation, Agent agent, ProbeSelection selection, ProbeOptions options, bool updatesUsage, Func<ProbeReport, Task<int>> show) => Interruption.FinishAsync(async cancellation =>
    {
        using InstallationProbes probes = installation.OpenProbes();
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        SecretResolver secrets = installation.OpenSecrets(vaults: null, ended.Token);
        ProbeReport report = await probes.ProbeAsync(agent, selection, options, references => Task.Run(() => secrets.Resolve(references)), name => ShowProgress(session, $"Probing {name}"), cancellation: cancellation);
        ShowProgress(session, "");
        await ended.CancelAsync();
        int exitCode = await show(report);
        if (!report.IsComplete)
            session.Warn(["Interrupted: this is what was known by then."]);
        if (updatesUsage && report.IsComplete)
            InstallationProbes.Record(agent, report.Results, cancellation);

        return exitCode;
    });

    /// <summary>Tells a person who waits at a terminal what is being asked, on a line that the next one takes the place of.</summary>
    private static void ShowProgress(Session session, string text)
    {
        if (StandardStreams.IsErrorsTerminal && session.Environment.Get("TERM") is not (null or "dumb"))
            session.Errors.Write($"{TimeLeft.Clear}{text}");
    }

    private static Task<int> RunAsync(Session session, string? agentName, ProbeSelection selection, ProbeOptions options, bool updatesUsage, bool asJson, bool isCheck)
    {
        MoltbotInstallation installation = session.OpenUsable();
        Agent agent = installation.FindAgent(agentName);
        return ProbeAsync(session, installation, agent, selection, options, updatesUsage, report =>
        {
            if (asJson)
                JsonOutput.Write(session, report.ToJson());
            else
                new ProbeTable(session).Write(report);

            return Task.FromResult(isCheck ? report.ExitCode : 0);
        });
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Health;
using Moltbot.Core.Probing;
using Moltbot.Core.Quotas;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models status</c>: are the credentials fine?</summary>
internal static class StatusCommand
{
    private const int Failure = 1;

    public static Command Create(Session session)
    {
        Option<bool> json = CommonOptions.Flag("--json", "Output JSON.");
        Option<bool> plain = CommonOptions.Flag("--plain", "Output the default model alone.");
        Option<bool> check = CommonOptions.Flag("--check", "Exit 1 if a credential is expired or missing, 2 if one expires soon, else 0.");
        Option<bool> checkRefreshable = CommonOptions.Flag("--check-refreshable", "As --check, but a sign-in that renews itself counts as fine.");
        Option<string> agent = CommonOptions.Agent("The agent to look at (default: the main agent).");
        Option<string> provider = CommonOptions.Provider("The only provider to look at.");
        Option<string> warnWithin = new("--warn-within")
        {
            Description = "How long before its end a credential counts as expiring: 12h, 2d, a number of hours (default: 24h).",
            HelpName = "duration",
        };
        Option<bool> noUsage = CommonOptions.Flag("--no-usage", "Do not ask the providers how much of a plan is left.");
        Option<bool> probe = CommonOptions.Flag("--probe", "Ask the providers whether they accept the credentials now; with --check, exit 3 if of one in use nothing could be found out.");
        ProbeOptionSet probing = new(prefix: "probe-", profileName: "profile");
        Command status = new("status", "Show the models and whether their credentials are fine.") { json, plain, check, checkRefreshable, agent, provider, warnWithin, noUsage, probe };
        probing.AddTo(status);
        status.SetAction((parsed, _) => RunAsync(session, parsed.GetValue(probe), probing, parsed, new StatusOptions(
            parsed.GetValue(json),
            parsed.GetValue(plain),
            parsed.GetValue(check),
            parsed.GetValue(agent),
            parsed.GetValue(provider),
            parsed.GetValue(warnWithin),
            parsed.GetValue(checkRefreshable),
            parsed.GetValue(noUsage))));
        return status;
    }

    public static Task<int> RunAsync(Session session, StatusOptions options)
    {
        RequireOneFormat(options);
        MoltbotInstallation installation = session.Open();
        return RunAsync(session, installation, AgentOf(installation, options), options, probes: null);
    }

    private static Task<int> RunAsync(Session session, bool isProbe, ProbeOptionSet probing, ParseResult parsed, StatusOptions options)
    {
        ProbeOptions how = probing.Options(parsed);
        if (!isProbe)
            return RunAsync(session, options);

        RequireOneFormat(options);
        if (options.Plain)
            throw new MoltbotException(ErrorCode.InvalidArgument, "--probe cannot be used with --plain output.");

        MoltbotInstallation installation = session.Open();
        Agent agent = AgentOf(installation, options);
        return ProbeCommand.ProbeAsync(
            session, installation, agent, probing.Selection(parsed), how, parsed.GetValue(probing.UpdateUsage), report => RunAsync(session, installation, agent, options, report));
    }

    private static void RequireOneFormat(StatusOptions options)
    {
        if (options is { Json: true, Plain: true })
            throw new MoltbotException(ErrorCode.InvalidArgument, "Choose either --json or --plain, not both.");
    }

    private static Agent AgentOf(MoltbotInstallation installation, StatusOptions options) => options.Agent is null ? installation.MainAgent : installation.FindAgent(options.Agent);

    private static async Task<int> RunAsync(Session session, MoltbotInstallation installation, Agent agent, StatusOptions options, ProbeReport? probes)
    {
        ModelStatus status = agent.GetModelStatus(CommonOptions.ProviderOf(options.Provider), WarnWithin(options.WarnWithin), asAgent: options.Agent is not null);

        foreach (MoltbotException error in status.Errors)
            session.Fail(error.Message);

        session.Warn(status.Warnings);
        await ShowAsync(session, installation, agent, status, options, probes);
        int exitCode = status.Errors.Count > 0 ? Failure : options.CheckRefreshable ? status.ExitCodeOnceRenewed : options.Check ? status.ExitCode : 0;
        return options.IsCheck && probes is not null ? WorstOf(exitCode, probes.ExitCode) : exitCode;
    }

    /// <summary>What is refused or missing, 1, is worse than what expires soon, 2, and that worse than what could not be found out, 3.</summary>
    private static int WorstOf(int exitCode, int ofProbes) => exitCode is 1 || ofProbes is 1 ? 1 : exitCode != 0 ? exitCode : ofProbes;

    private static Task ShowAsync(Session session, MoltbotInstallation installation, Agent agent, ModelStatus status, StatusOptions options, ProbeReport? probes)
    {
        if (options.Json)
        {
            JsonObject json = status.ToJson();
            if (probes is not null)
                json["auth"]!["probes"] = probes.ToJson();

            JsonOutput.Write(session, json);
            return Task.CompletedTask;
        }

        if (options.Plain)
        {
            if (status.ResolvedDefault is { } model)
                session.Output.WriteLine(model);

            return Task.CompletedTask;
        }

        if (status.ToTextOfToday() is { } shown)
        {
            session.Output.WriteLines(shown);
            WriteProbes(session, probes);
            return Task.CompletedTask;
        }

        return WriteTextAsync(session, installation, agent, status, options, probes);
    }

    private static async Task WriteTextAsync(Session session, MoltbotInstallation installation, Agent agent, ModelStatus status, StatusOptions options, ProbeReport? probes)
    {
        StatusText text = new(session);
        await text.WriteAsync(status, options.NoUsage || !status.GetSignIns().Any() ? Task.FromResult<IReadOnlyList<ProviderUsage>>([]) : AskAsync(agent, options.Provider));
        if (!installation.Exists)
            text.WriteNoInstallation(installation.Paths);
        WriteProbes(session, probes);
    }

    private static void WriteProbes(Session session, ProbeReport? probes)
    {
        if (probes is null)
            return;

        session.Output.WriteLine();
        new ProbeTable(session).Write(probes);
    }

    /// <summary>What the providers say of plans. It comes along where it can be had, and nobody has asked why not.</summary>
    private static async Task<IReadOnlyList<ProviderUsage>> AskAsync(Agent agent, string? provider)
    {
        try
        {
            return await agent.GlanceAtUsageAsync(CommonOptions.ProviderOf(provider));
        }
        catch (MoltbotException)
        {
            return [];
        }
    }

    private static TimeSpan? WarnWithin(string? text)
    {
        if (text is null)
            return null;

        return DurationText.Parse(text, defaultUnit: "h")
            ?? throw new MoltbotException(ErrorCode.InvalidArgument, $"--warn-within {text} is not a duration. Use a number with ms, s, m, h or d, for instance 12h.");
    }
}

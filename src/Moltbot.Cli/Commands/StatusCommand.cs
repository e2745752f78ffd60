using System.CommandLine;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Health;
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
        Command status = new("status", "Show the models and whether their credentials are fine.") { json, plain, check, checkRefreshable, agent, provider, warnWithin };
        status.SetAction(parsed => Run(session, new StatusOptions(
            parsed.GetValue(json),
            parsed.GetValue(plain),
            parsed.GetValue(check),
            parsed.GetValue(agent),
            parsed.GetValue(provider),
            parsed.GetValue(warnWithin),
            parsed.GetValue(checkRefreshable))));
        return status;
    }

    public static int Run(Session session, StatusOptions options)
    {
        if (options is { Json: true, Plain: true })
            throw new MoltbotException(ErrorCode.InvalidArgument, "Choose either --json or --plain, not both.");

        MoltbotInstallation installation = session.Open();
        Agent agent = options.Agent is null ? installation.MainAgent : installation.FindAgent(options.Agent);
        ModelStatus status = agent.GetModelStatus(CommonOptions.ProviderOf(options.Provider), WarnWithin(options.WarnWithin));

        foreach (MoltbotException error in status.Errors)
            session.Fail(error.Message);

        session.Warn(status.Warnings);
        Show(session, installation, status, options);
        return status.Errors.Count > 0 ? Failure : options.CheckRefreshable ? status.ExitCodeOnceRenewed : options.Check ? status.ExitCode : 0;
    }

    private static void Show(Session session, MoltbotInstallation installation, ModelStatus status, StatusOptions options)
    {
        if (options.Json)
        {
            JsonOutput.Write(session.Output, status.ToJson());
            return;
        }

        if (options.Plain)
        {
            if (status.ResolvedDefault is { } model)
                session.Output.WriteLine(model);

            return;
        }

        StatusText text = new(session);
        text.Write(status);
        if (!installation.Exists)
            text.WriteNoInstallation(installation.Paths);
    }

    private static TimeSpan? WarnWithin(string? text)
    {
        if (text is null)
            return null;

        return DurationText.Parse(text, defaultUnit: "h")
            ?? throw new MoltbotException(ErrorCode.InvalidArgument, $"--warn-within {text} is not a duration. Use a number with ms, s, m, h or d, for instance 12h.");
    }
}

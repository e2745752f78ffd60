using System.CommandLine;
using System.Globalization;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Failures;
using Moltbot.Core.Health;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth usage</c>: what came of using a profile.</summary>
internal static class UsageCommand
{
    public static Command Create(Session session)
    {
        Argument<string> profileId = new("profileId") { Description = "The profile that was used." };
        Option<bool> succeeded = CommonOptions.Flag("--succeeded", "It worked: the failures and the cooldown of the profile are forgotten.");
        Option<string> reason = new("--failure-reason") { Description = $"It failed: {string.Join(", ", FailureReasons.Names)}.", HelpName = "reason", CompletionSources = { FailureReasons.Names.ToArray() } };
        Option<string> message = new("--message") { Description = "It failed, and this is what the provider said; the reason is told from it.", HelpName = "text" };
        Option<string> status = new("--status-code") { Description = "The HTTP status that the provider gave.", HelpName = "number" };
        Option<string> agent = OrderOptions.Agent();
        Option<bool> json = CommonOptions.Json();
        Command command = new("usage", "Tell what came of using a profile, so that it goes into cooldown after a failure as for the gateway.") { profileId, succeeded, reason, message, status, agent, json };
        command.SetAction(parsed => Run(
            session,
            parsed.GetValue(profileId)!,
            OutcomeOf(parsed.GetValue(succeeded), parsed.GetValue(reason), parsed.GetValue(message), parsed.GetValue(status)),
            parsed.GetValue(agent),
            parsed.GetValue(json)));
        return command;
    }

    private static void Run(Session session, string profileId, Outcome outcome, string? agentName, bool asJson)
    {
        AgentProfileUsage usage = session.OpenUsable().FindAgent(agentName).ProfileUsage;
        ProfileStatus profile = Interruption.Guard(cancellation => Record(usage, profileId, outcome, cancellation));
        if (outcome.Hint is { } hint)
            session.Warn([hint]);

        if (asJson)
            JsonOutput.Write(session, profile.ToJson());
        else
            session.Output.WriteLine($"{profile.ProfileId}: {Describe(profile, outcome)}");
    }

    private static ProfileStatus Record(AgentProfileUsage usage, string profileId, Outcome outcome, CancellationToken cancellation) =>
        outcome.IsSuccess ? usage.Succeeded(profileId, cancellation) :
        outcome.Reason is { } reason ? usage.Failed(profileId, reason, cancellation) :
        usage.Find(profileId);

    private static string Describe(ProfileStatus profile, Outcome outcome) =>
        outcome is { IsSuccess: false, Reason: null } ? "nothing was recorded, because another credential would not help against that failure" :
        profile.Unusable?.ToString() ?? "can be used";

    private static Outcome OutcomeOf(bool isSuccess, string? reason, string? message, string? status)
    {
        int ways = (isSuccess ? 1 : 0) + (reason is null ? 0 : 1) + (message is null && status is null ? 0 : 1);
        if (ways != 1)
            throw new MoltbotException(ErrorCode.InvalidArgument, "Say what came of it: either --succeeded, or --failure-reason, or --message and --status-code.");
        if (isSuccess)
            return new Outcome(true, null, null);

        if (reason is not null)
        {
            return new Outcome(false, FailureReasons.Parse(reason) ?? throw new MoltbotException(
                ErrorCode.InvalidArgument, $"--failure-reason is none of the reasons there are. Use one of {string.Join(", ", FailureReasons.Names)}."), null);
        }

        ProviderFailure failure = new() { Message = message ?? "", Status = StatusOf(status) };
        return new Outcome(false, failure.Reason, FailureHint.For(failure.Message, FrontEnd.CommandLine));
    }

    private static double? StatusOf(string? text)
    {
        if (text is null)
            return null;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status is >= 100 and <= 599
            ? status
            : throw new MoltbotException(ErrorCode.InvalidArgument, "--status-code is no HTTP status. Use a number from 100 to 599, for instance 429.");
    }

    private sealed record Outcome(bool IsSuccess, FailureReason? Reason, string? Hint);
}

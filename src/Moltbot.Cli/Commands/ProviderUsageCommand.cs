using System.CommandLine;
using System.Text.Json.Nodes;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Quotas;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models usage</c>: how much of the plans is left?</summary>
internal static class ProviderUsageCommand
{
    private const int NothingKnown = 1;
    private const string Timeout = "--timeout";

    public static Command Create(Session session)
    {
        Option<bool> json = CommonOptions.Json();
        Option<string> provider = CommonOptions.Provider("The only provider to ask.");
        Option<string> agent = OrderOptions.Agent();
        Option<string> timeout = new(Timeout) { Description = "How long each provider may take: 5s, or a number of milliseconds (default: 10s).", HelpName = "duration" };
        Option<bool> noRefresh = RefreshCommand.NoRefresh();
        Command command = new("usage", "Ask the providers how much of your plans is left; exit code 1 if none of them tells it.") { json, provider, agent, timeout, noRefresh };
        command.SetAction((parsed, _) => RunAsync(
            session,
            new UsageOptions(CommonOptions.ProviderOf(parsed.GetValue(provider)) is { } named ? [named] : null) { Limit = LimitOf(parsed.GetValue(timeout)), NoRefresh = parsed.GetValue(noRefresh) },
            parsed.GetValue(agent),
            parsed.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(Session session, UsageOptions options, string? agentName, bool asJson)
    {
        MoltbotInstallation installation = session.OpenUsable();
        using AgentUsage asked = installation.FindAgent(agentName).OpenUsage(options, installation.OpenSecrets(vaults: null));
        if (asked.Problems is [MoltbotException problem, ..])
            throw problem;

        IReadOnlyList<ProviderUsage> usages = await Interruption.GuardAsync(asked.AskAsync);
        if (asJson)
            JsonOutput.Write(session, ToJson(usages));
        else
            new UsageText(session).Write(usages);

        return usages.Count > 0 && usages.All(usage => usage.Error is not null) ? NothingKnown : 0;
    }

    private static JsonObject ToJson(IReadOnlyList<ProviderUsage> usages) => new()
    {
        ["updatedAt"] = (double)(usages.Count > 0 ? usages[0].UpdatedAt : TimeProvider.System.GetUtcNow()).ToUnixTimeMilliseconds(),
        ["providers"] = new JsonArray([.. usages.Select(usage => usage.ToJson())]),
    };

    private static TimeSpan LimitOf(string? text)
    {
        if (text is null)
            return UsageOptions.UsualLimit;

        return DurationText.Parse(text, defaultUnit: "ms") is { } limit && UsageOptions.IsLimit(limit)
            ? limit
            : throw new MoltbotException(ErrorCode.InvalidArgument, $"{Timeout} {text} is no time that can be waited. Use a number of milliseconds or one with s or m, up to 10m, for instance 5s.");
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Installation;
using Moltbot.Core.Providers;
using Moltbot.Core.Renewing;
using Moltbot.Core.Resolving;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth refresh</c>: renews sign-ins before they expire, as a scheduler does.</summary>
internal static class RefreshCommand
{
    private const string ExpiringWithin = "--expiring-within";

    public static Command Create(Session session)
    {
        Option<string[]> profileId = new("--profile-id") { Description = "The only sign-in to renew; may be given several times (default: all).", HelpName = "id" };
        Option<string> provider = CommonOptions.Provider("The only provider whose sign-ins are renewed.");
        Option<string> within = new(ExpiringWithin) { Description = "Renew what expires within this time, as 30m, 1h or 2d (default: 1h).", HelpName = "duration" };
        Option<bool> force = CommonOptions.Flag("--force", "Renew whatever can be, however long it still lasts.");
        Option<string> agent = CommonOptions.Agent("The only agent whose sign-ins are renewed (default: all).");
        Option<bool> json = CommonOptions.Json();
        Command command = new("refresh", "Renew sign-ins that expire soon; exit code 1 if one could not be renewed.") { profileId, provider, within, force, agent, json };
        command.SetAction((parsed, _) => RunAsync(
            session,
            parsed.GetValue(profileId) is { Length: > 0 } ids ? ids : null,
            CommonOptions.ProviderOf(parsed.GetValue(provider)),
            parsed.GetValue(force) ? null : DurationOf(parsed.GetValue(within)),
            parsed.GetValue(agent),
            parsed.GetValue(json)));
        return command;
    }

    /// <summary>The option of commands that use credentials, with which they only look.</summary>
    public static Option<bool> NoRefresh() => CommonOptions.Flag("--no-refresh", "Do not renew a sign-in that has expired.");

    /// <summary>Renews what has expired of the sign-ins that a command will use.</summary>
    /// <returns>What failed, which is also reported where it is asked for.</returns>
    /// <exception cref="InterruptedException">It was interrupted; what was under way is stored.</exception>
    public static async Task<IReadOnlyList<MoltbotException>> RenewAsync(Session session, AgentCredentials credentials, IReadOnlyCollection<string> providers, IReadOnlyCollection<string> profileIds)
    {
        using InstallationSignIns signIns = session.Open().OpenSignIns();
        IReadOnlyList<MoltbotException> failures = [];
        int signal = await Interruption.FinishAsync(async cancellation =>
        {
            failures = await signIns.RenewForUseAsync(credentials, providers, profileIds, cancellation);
            return 0;
        });
        if (signal != 0)
            throw new InterruptedException(signal, innerException: null);

        return failures;
    }

    private static async Task<int> RunAsync(Session session, string[]? profileIds, ProviderId? provider, TimeSpan? within, string? agentName, bool asJson)
    {
        MoltbotInstallation installation = session.OpenUsable();
        AgentId? agent = agentName is null ? null : installation.FindAgent(agentName).Id;
        using InstallationSignIns signIns = installation.OpenSignIns();
        foreach (ImportedProfile waited in Interruption.Guard(signIns.StorePending))
            session.Output.WriteLine($"{waited.ProfileId} ({waited.Agent}): stored, after its sign-in had to wait");

        IReadOnlyList<StoredSignIn> stored = signIns.Find(agent, provider, profileIds, within);
        return await Interruption.FinishAsync(async cancellation =>
        {
            IReadOnlyList<RenewedSignIn> renewed = await signIns.RenewAsync(stored, within, cancellation);
            if (asJson)
                JsonOutput.Write(session, ToJson(renewed));
            else
                Write(session, renewed, provider);

            return renewed.Any(signIn => signIn.ToError() is not null) ? 1 : 0;
        });
    }

    private static void Write(Session session, IReadOnlyList<RenewedSignIn> renewed, ProviderId? provider)
    {
        if (renewed.Count == 0)
            session.Output.WriteLine($"There are no sign-ins {(provider is { } only ? $"of {only} " : "")}to renew.");

        foreach (RenewedSignIn signIn in renewed)
            session.Output.WriteLine($"{signIn.ProfileId} ({signIn.Agent}): {Describe(signIn)}");

        session.Warn(renewed.Select(signIn => signIn.ToError()).OfType<MoltbotException>().Select(error => error.Message).Distinct(StringComparer.Ordinal));
    }

    private static string Describe(RenewedSignIn signIn)
    {
        string until = signIn.ExpiresAt is { } end ? $", expires {end.ToString("u", CultureInfo.InvariantCulture)}" : "";
        return signIn.Outcome switch
        {
            RenewalOutcome.Renewed => $"renewed{until}",
            RenewalOutcome.TakenOver => $"renewed by another program{until}",
            RenewalOutcome.Current => $"nothing to do{until}",
            _ => $"not renewed ({signIn.ToError()!.Code})",
        };
    }

    private static JsonObject ToJson(IReadOnlyList<RenewedSignIn> renewed) => new()
    {
        ["profiles"] = new JsonArray([.. renewed.Select(signIn => new JsonObject
        {
            ["agentId"] = signIn.Agent,
            ["profileId"] = signIn.ProfileId,
            ["provider"] = signIn.Provider,
            ["outcome"] = signIn.Outcome.ToString(),
            ["expiresAt"] = signIn.ExpiresAt?.ToUnixTimeMilliseconds(),
            ["agents"] = new JsonArray([.. signIn.Agents.Select(id => (JsonNode?)id)]),
            ["code"] = signIn.ToError()?.Code.ToString(),
            ["error"] = signIn.ToError()?.Message,
        })]),
    };

    private static TimeSpan DurationOf(string? text) => text is null
        ? InstallationSignIns.SoonExpiring
        : DurationText.Parse(text, defaultUnit: "h") ?? throw new MoltbotException(
            ErrorCode.InvalidArgument, $"{ExpiringWithin} {text} is not a duration. Use a number with ms, s, m, h or d, for instance 12h.");
}

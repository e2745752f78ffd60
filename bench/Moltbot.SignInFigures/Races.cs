using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Moltbot.SignInFigures;

/// <summary>
/// Eight processes of ours and two of node, which take the gateway's lock with its own library and renew as the gateway does, all
/// need one expired sign-in that three agents hold copies of.
/// </summary>
internal static class Races
{
    private const int Ours = 8;
    private const int Theirs = 2;
    private static readonly string[] Agents = ["main", "ada", "bob"];

    public static async Task<int> RunAsync(string program, string[] arguments)
    {
        string modules = arguments[0];
        int rounds = House.Number(arguments, 1, 50);
        await using House house = await House.BuildAsync(TimeSpan.Zero, House.Codex);
        JsonObject entry = await house.SignInAsync(House.Codex);
        foreach (string agent in Agents)
            house.WriteStore(agent, KeyValuePair.Create(House.ProfileId, (JsonNode?)entry));

        Process[] gateways = [.. Enumerable.Range(0, Theirs).Select(_ => StartGateway(modules))];
        int failures = 0;
        int late = 0;
        List<double> took = [];
        for (int round = 0; round < rounds; round++)
        {
            foreach (string agent in Agents)
                house.Expire(agent);

            int requests = house.Server.TokenRequests.Count;
            long started = Stopwatch.GetTimestamp();
            Task<string>[] renewals = [.. gateways.Select(gateway => RenewAsync(gateway, house))];
            Process[] processes = [.. Enumerable.Range(0, Ours).Select(number => house.Start(
                program, "models", "auth", "credential", "--profile-id", House.ProfileId, "--agent", Agents[number % Agents.Length], "--as-plain-text"))];
            (int ExitCode, string Text)[] ends = await Task.WhenAll(processes.Select(House.EndAsync));
            string[] answers = await Task.WhenAll(renewals);
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);

            string access = house.Profiles("main")[House.ProfileId]!["access"]!.GetValue<string>();
            // Where a gateway was first, main's new token stands in for an agent's old one, as in the gateway, and nothing is written
            // for that. The next refresh brings it to the copies, and sends nothing.
            late += AreAlike(house) ? 0 : 1;
            (int exitCode, _) = await house.RunAsync(program, "models", "auth", "refresh", "--expiring-within", "10m");

            bool isWell = exitCode == 0
                && house.Server.TokenRequests.Count - requests == 1
                && AreAlike(house)
                && Array.TrueForAll(ends, end => end.ExitCode == 0 && end.Text.Contains(access, StringComparison.Ordinal))
                && Array.TrueForAll(answers, answer => answer == access);
            failures += isWell ? 0 : 1;
        }

        foreach (Process gateway in gateways)
            gateway.Kill();

        House.Say($"{rounds} rounds of {Ours} processes of ours and {Theirs} of node on {Agents.Length} copies: {failures} with anything but one refresh and its token everywhere");
        House.Say($"rounds after which a copy waited for the next refresh of ours: {late}");
        House.Say($"refreshes: {house.Server.TokenRequests.Count(request => request.GrantType == "refresh_token")}, tokens that were shown twice: {house.Server.Reuses}, a round took {House.Median(took):F0} ms (median)");
        return failures == 0 && house.Server.Reuses == 0 ? 0 : 1;
    }

    private static bool AreAlike(House house) => Agents.All(agent => house.Refresh(agent) == house.Refresh("main")
        && house.Profiles(agent)[House.ProfileId]!["access"]!.GetValue<string>() == house.Profiles("main")[House.ProfileId]!["access"]!.GetValue<string>());

    private static Process StartGateway(string modules)
    {
        string script = Path.Combine(FindRepository(), "tests", "Moltbot.Testing", "proper-lockfile-peer.js");
        return Process.Start(new ProcessStartInfo("node", [script, modules]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    private static async Task<string> RenewAsync(Process gateway, House house)
    {
        await gateway.StandardInput.WriteLineAsync(new JsonObject
        {
            ["command"] = "renew",
            ["file"] = house.StoreOf("main"),
            ["profile"] = House.ProfileId,
            ["address"] = $"{house.Server.Address}/oauth/token",
            ["client"] = House.Codex.Id,
            ["root"] = house.RootPath,
        }.ToJsonString());
        JsonNode answer = JsonNode.Parse(await gateway.StandardOutput.ReadLineAsync() ?? "{}")!;
        return answer["access"]?.GetValue<string>() ?? answer.ToJsonString();
    }

    private static string FindRepository()
    {
        string? at = AppContext.BaseDirectory;
        while (at is not null && !File.Exists(Path.Combine(at, "global.json")))
            at = Path.GetDirectoryName(at);

        return at ?? throw new InvalidOperationException("Run this from the repository.");
    }
}

using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Moltbot.SignInFigures;

/// <summary>
/// Kills a refresh at a random moment, the server being slow on purpose before and after it has redeemed the token, and then
/// renews the sign-in. A sign-in is lost when that is refused. Where the server takes no token twice, those that were killed
/// between its redemption and the receipt of its answer have to be lost; nobody could keep them, and no others may be.
/// </summary>
internal static class Kills
{
    private const int SlowBefore = 60;
    private const int SlowAfter = 60;
    private const int Settling = 400;

    public static async Task<int> RunAsync(string program, string[] arguments)
    {
        int kills = House.Number(arguments, 0, 200);
        TimeSpan leeway = TimeSpan.FromSeconds(House.Number(arguments, 1, 30));
        await using House house = await House.BuildAsync(leeway, House.Codex);
        Random random = new(14);
        house.Server.BeforeAnswering = cancellation => Task.Delay(SlowBefore, cancellation);
        house.Server.BeforeSending = cancellation => Task.Delay(SlowAfter, cancellation);
        await SignInAgainAsync(house);
        double usual = await UsualAsync(house, program);

        int lost = 0;
        int unavoidable = 0;
        int redeemed = 0;
        int begun = 0;
        List<double> next = [];
        for (int kill = 0; kill < kills; kill++)
        {
            string before = house.Refresh("main");
            int requests = house.Server.TokenRequests.Count;
            Process process = house.Start(program, "models", "auth", "refresh", "--force");
            while (!process.HasExited && !Directory.Exists(house.StoreOf("ada") + ".lock"))
                await Task.Yield();
            await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * usual));
            process.Kill();
            await House.EndAsync(process);
            await Task.Delay(Settling); // what the server has begun it finishes

            bool wasReceived = house.Refresh("main") != before || IsAnswered(house);
            bool wasRedeemed = house.Server.TokenRequests.Skip(requests).Any(request => request is { Status: 200 } && request.Credential == before);
            begun += Directory.Exists(house.StoreOf("main") + ".lock") ? 1 : 0;
            redeemed += wasRedeemed && !wasReceived ? 1 : 0;
            long started = Stopwatch.GetTimestamp();
            (int exitCode, string text) = await house.RunAsync(program, "models", "auth", "refresh", "--force");
            next.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            if (exitCode == 0)
                continue;

            lost++;
            // A request that broke off is not among those the server has answered, but it says of a token whether it was redeemed.
            bool isUnavoidable = !wasReceived && leeway == TimeSpan.Zero && text.Contains("already been redeemed", StringComparison.Ordinal);
            unavoidable += isUnavoidable ? 1 : 0;
            if (!isUnavoidable)
                Console.WriteLine(text);
            await SignInAgainAsync(house);
        }

        House.Say($"{kills} kills, server's leeway {leeway.TotalSeconds} s: {begun} left locks, {redeemed} or more came between the redemption and the receipt of the answer");
        House.Say($"lost: {lost}, of which nobody could have kept {unavoidable}");
        House.Say($"the next command took {House.Median(next):F2} s (median), {next.Max():F1} s at most");
        return lost == unavoidable ? 0 : 1;
    }

    private static async Task SignInAgainAsync(House house)
    {
        JsonObject entry = await house.SignInAsync(House.Codex);
        foreach (string agent in (string[])["main", "ada"])
            house.WriteStore(agent, KeyValuePair.Create(House.ProfileId, (JsonNode?)entry));
    }

    private static async Task<double> UsualAsync(House house, string program)
    {
        List<double> took = [];
        for (int run = 0; run < 5; run++)
        {
            long started = Stopwatch.GetTimestamp();
            await house.RunAsync(program, "models", "auth", "refresh", "--force");
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return House.Median(took);
    }

    private static bool IsAnswered(House house) => Directory.Exists(house.Renewals)
        && Directory.EnumerateFiles(house.Renewals, "*.json").Any(path => JsonNode.Parse(File.ReadAllText(path))!["state"]!.GetValue<string>() == "answered");
}

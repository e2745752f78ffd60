using System.Diagnostics;
using System.Text.Json.Nodes;
using Moltbot.Figures;

namespace Moltbot.SignInFigures;

/// <summary>Renews many expired sign-ins of ten clients, at a server that takes 200 ms for each.</summary>
internal static class Many
{
    private const int Clients = 10;
    private const int Runs = 7;

    public static async Task<int> RunAsync(string program, string[] arguments)
    {
        int signIns = House.Number(arguments, 0, 100);
        await using House house = await House.BuildAsync(TimeSpan.Zero);
        await using QuickServer server = await QuickServer.StartAsync(house.Authority, TimeSpan.FromMilliseconds(200));
        house.SendTo(server.Address);
        house.WriteStore("main", [.. Enumerable.Range(0, signIns).Select(NewSignIn)]);
        List<double> took = [];
        List<double> work = [];
        for (int run = 0; run < Runs; run++)
        {
            TimeSpan before = ProcessorTime.OfEnded();
            long started = Stopwatch.GetTimestamp();
            using Process process = house.Start(program, "models", "auth", "refresh", "--force");
            string text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            took.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            work.Add((ProcessorTime.OfEnded() - before).TotalSeconds);
            if (process.ExitCode != 0 || text.Split('\n').Count(line => line.Contains(": renewed", StringComparison.Ordinal)) != signIns)
                Console.WriteLine(text);
        }

        House.Say($"{signIns} sign-ins of {Clients} clients in one store: {House.Median(took):F2} s (median of {Runs}, {took.Min():F2} to {took.Max():F2}), of it {House.Median(work):F2} s of processor time");
        House.Say($"requests at once: {server.MostAtOnce} at most, tokens that were shown twice: {server.Reuses}");
        return server.Reuses == 0 && server.MostAtOnce <= 8 && House.Median(took) < 3 ? 0 : 1;
    }

    private static KeyValuePair<string, JsonNode?> NewSignIn(int number)
    {
        string provider = number % Clients == 0 ? "openai-codex" : "chutes";
        return KeyValuePair.Create($"{provider}:{number}", (JsonNode?)new JsonObject
        {
            ["type"] = "oauth",
            ["provider"] = provider,
            ["access"] = QuickServer.NewToken(),
            ["refresh"] = QuickServer.NewToken(),
            ["expires"] = 1,
            ["clientId"] = $"client-{number % Clients}",
        });
    }
}

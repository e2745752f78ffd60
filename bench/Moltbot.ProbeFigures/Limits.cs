using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Moltbot.ProbeFigures;

/// <summary>Probes providers that hang at some point: while keys are agreed on, before the header fields, behind them, in the middle of a body, or between its bytes.</summary>
internal static class Limits
{
    private const int Providers = 20;
    private const double Limit = 500;
    private const double Grace = 250;

    public static async Task<int> RunAsync(string program, string[] arguments)
    {
        int probes = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 200;
        await using House house = await House.BuildAsync();
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        List<double> seen = [];
        string[] addresses =
        [
            .. Enumerable.Range(0, Providers).Select(provider => provider % 5 == 0
                ? $"https://{silent.LocalEndpoint}/v1"
                : house.Server.Address + house.Server.Serve(context => HangAsync(context, seen)).Path),
        ];
        house.LayOut(addresses, probes / Providers, "moltbot.json");

        House.Run run = await house.RunAsync(program, "models", "probe", "--json", "--timeout", Limit.ToString(CultureInfo.InvariantCulture));

        JsonArray results = run.Json["results"]!.AsArray();
        double[] latencies = [.. results.Where(result => result!["status"]!.GetValue<string>() == "timeout").Select(result => result!["latencyMs"]!.GetValue<double>())];
        House.Say($"{latencies.Length} of {results.Count} probes ended for their limit of {Limit} ms: by our clock after {latencies.Max():F0} ms at most ({latencies.Count(latency => latency > Limit + Grace)} too late), by the servers' {seen.Max():F0} ms behind the request");
        return latencies.Length == results.Count && latencies.Max() <= Limit + Grace && seen.Max() <= Limit + Grace ? 0 : 1;
    }

    private static async Task HangAsync(HttpContext context, List<double> seen)
    {
        long start = Stopwatch.GetTimestamp();
        int point = Random.Shared.Next(4);
        try
        {
            if (point > 0)
            {
                await context.Response.StartAsync(context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            if (point > 1)
            {
                await context.Response.WriteAsync("""{"data":[""", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            while (point == 3)
            {
                await context.Response.WriteAsync(" ", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(50, context.RequestAborted);
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            lock (seen)
                seen.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }
}

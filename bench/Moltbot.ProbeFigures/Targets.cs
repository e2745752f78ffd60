using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Moltbot.AuthorizationServer;

namespace Moltbot.ProbeFigures;

/// <summary>Probes 50 keys of ten providers that take 200 ms for each answer, and has the gateway's program do the same.</summary>
internal static class Targets
{
    private const int Providers = 10;
    private const int Keys = 5;
    private const int Runs = 7;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(200);

    public static async Task<int> RunAsync(string program, string[] arguments)
    {
        List<double> took = [];
        List<double> peaks = [];
        double bytes = 0;
        for (int run = 0; run < Runs; run++)
        {
            (House.Run ours, bytes) = await ProbeAsync("moltbot.json", program, "models", "probe", "--json");
            Require(ours.Json["results"]!.AsArray());
            took.Add(ours.Took.TotalSeconds);
            peaks.Add(ours.Peak);
        }

        double median = took.Order().ElementAt(Runs / 2);
        House.Say($"{Providers * Keys} targets of {Providers} providers at {Delay.TotalMilliseconds} ms: {median:F2} s (median of {Runs}, {took.Min():F2} to {took.Max():F2}), {peaks.Max():F0} MiB at most, {bytes:F0} bytes sent");
        bool isFine = median < 2 && peaks.Max() < 60;
        if (arguments is [string gateway, ..])
        {
            (House.Run theirs, double theirBytes) = await ProbeAsync("openclaw.json", gateway, "models", "status", "--probe", "--json");
            JsonArray results = theirs.Json["auth"]!["probes"]!["results"]!.AsArray();
            string states = string.Join(", ", results.CountBy(result => result!["status"]!.GetValue<string>()).Select(state => $"{state.Key} {state.Value}"));
            House.Say($"the gateway's: {theirs.Took.TotalSeconds:F1} s ({states}), {theirs.Peak:F0} MiB at most, {theirBytes:F0} bytes sent: {theirs.Took.TotalSeconds / median:F0} times as long, {theirBytes / bytes:F0} times as many bytes");
            isFine &= theirs.Took.TotalSeconds / median >= 20 && theirBytes / bytes >= 100;
        }

        return isFine ? 0 : 1;
    }

    private static async Task<(House.Run Run, double Bytes)> ProbeAsync(string configName, string program, params string[] arguments)
    {
        await using House house = await House.BuildAsync();
        ServedBase[] served = [.. Enumerable.Range(0, Providers).Select(_ => house.Server.Serve(AnswerAsync))];
        house.LayOut([.. served.Select(one => house.Server.Address + one.Path)], Keys, configName);
        House.Run run = await house.RunAsync(program, arguments);
        return (run, served.Sum(one => one.Requests.Sum(SizeOf)));
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        await Task.Delay(Delay, context.RequestAborted);
        if (context.Request.Headers.Authorization.Count == 0)
            context.Response.StatusCode = 401;
        else if (context.Request.Method == "GET")
            await context.Response.WriteAsync("""{"data":[{"id":"m"}]}""", context.RequestAborted);
        else
            await StreamAsync(context);
    }

    /// <summary>A complete answer of a model, in pieces.</summary>
    private static async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(
            """
            data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"OK"}}]}

            data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}

            data: [DONE]


            """,
            context.RequestAborted);
    }

    private static int SizeOf(ServedRequest request) =>
        request.Method.Length + request.Target.Length + request.Headers.Sum(header => header.Key.Length + header.Value.Length + 4) + request.Body.Length;

    private static void Require(JsonArray results)
    {
        if (results.Count(result => result!["status"]!.GetValue<string>() == "ok") != Providers * Keys)
            Console.WriteLine(results.ToJsonString());
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Moltbot.Core.Json5;

namespace Moltbot.Benchmarks;

/// <summary>One edit of a commented configuration, against parsing it.</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Throughput, warmupCount: 3, iterationCount: 5)]
public class EditBenchmarks
{
    private static readonly string[] Profiles = ["auth", "profiles"];

    private string text = null!;
    private Json5Document document = null!;
    private JsonObject entry = null!;
    private string[] first = null!;
    private string[] last = null!;

    [Params(500, 5_000, 50_000)]
    public int Lines { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        text = Write(Lines);
        document = Json5Document.Parse(text);
        entry = new JsonObject { ["provider"] = "anthropic", ["mode"] = "token" };
        first = [.. Profiles, "anthropic:0"];
        last = [.. Profiles, "anthropic:new"];
    }

    [Benchmark(Baseline = true)]
    public object Parse() => Json5Document.Parse(text);

    [Benchmark]
    public object Replace() => document.Set([.. first, "mode"], "oauth");

    [Benchmark]
    public object Add() => document.Set(last, entry);

    [Benchmark]
    public object Remove() => document.Remove(first);

    [Benchmark]
    public object MoveToFront() => document.MoveToFront(["auth", "order", "anthropic"], (Lines / 10) - 1);

    /// <summary>A profile of nine lines and its place in an order for every ten lines.</summary>
    private static string Write(int lines)
    {
        StringBuilder profiles = new();
        StringBuilder order = new();
        for (int i = 0; i < lines / 10; i++)
        {
            profiles.Append(CultureInfo.InvariantCulture, $$"""
                      // Account {{i}}, paid by the team
                      // until further notice.
                      'anthropic:{{i}}': {
                        provider: 'anthropic', // as the gateway calls it
                        mode: 'token',
                        email: 'kim{{i}}@example.com',

                        /* nothing more */
                      },

                """);
            order.Append(CultureInfo.InvariantCulture, $"        'anthropic:{i}', // account {i}\n");
        }

        return $"{{\n  auth: {{\n    profiles: {{\n{profiles}    }},\n    order: {{\n      anthropic: [\n{order}      ],\n    }},\n  }},\n}}\n";
    }
}

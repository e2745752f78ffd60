using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Core;
using Moltbot.Core.Installation;

namespace Moltbot.Benchmarks;

/// <summary>An installation with made-up profiles, in a home directory of its own.</summary>
internal sealed class SampleInstallation : IDisposable
{
    /// <summary>One of its profiles.</summary>
    public const string ProfileId = "anthropic:profile-0";

    private static readonly string[] Providers = ["anthropic", "openai", "google", "openrouter", "zai"];

    public SampleInstallation(int profiles, int providers = 5)
    {
        string agent = Path.Combine(Home, ".clawdbot", "agents", "main", "agent");
        Directory.CreateDirectory(agent);
        StorePath = Path.Combine(agent, "auth-profiles.json");
        ConfigPath = Path.Combine(Home, ".clawdbot", "moltbot.json");
        File.WriteAllText(StorePath, Store(profiles, providers).ToJsonString(new() { WriteIndented = true }));
        File.WriteAllText(ConfigPath, """
            {
              // a small configuration
              "agents": { "defaults": { "model": { "primary": "anthropic/claude-opus-4-5", "fallbacks": ["openai/gpt-5.2"] } } }
            }
            """);
    }

    public string Home { get; } = Directory.CreateTempSubdirectory("moltbot-bench-").FullName;

    public string StorePath { get; }

    public string ConfigPath { get; }

    public MoltbotInstallation Open() => MoltbotInstallation.Open(new ProcessEnvironment { HomeDirectory = Home, WorkingDirectory = Home });

    public void Dispose() => Directory.Delete(Home, recursive: true);

    private static JsonObject Store(int count, int providers)
    {
        JsonObject profiles = [];
        JsonObject usage = [];
        for (int i = 0; i < count; i++)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"{Providers[i % providers]}:profile-{i}");
            profiles[id] = Profile(Providers[i % providers], i);
            usage[id] = new JsonObject { ["lastUsed"] = 1_760_000_000_000 + i, ["errorCount"] = i % 3 };
        }

        return new JsonObject { ["version"] = 1, ["profiles"] = profiles, ["usageStats"] = usage };
    }

    private static JsonObject Profile(string provider, int number) => (number % 3) switch
    {
        0 => new JsonObject { ["type"] = "api_key", ["provider"] = provider, ["key"] = $"sk-made-up-{number:D40}" },
        1 => new JsonObject { ["type"] = "token", ["provider"] = provider, ["token"] = $"made-up-{number:D60}", ["expires"] = 4_000_000_000_000 },
        _ => new JsonObject
        {
            ["type"] = "oauth",
            ["provider"] = provider,
            ["access"] = $"made-up-access-{number:D60}",
            ["refresh"] = $"made-up-refresh-{number:D40}",
            ["expires"] = 4_000_000_000_000,
            ["email"] = $"user{number}@example.com",
        },
    };
}

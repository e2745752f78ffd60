using Moltbot.Core.Errors;
using Moltbot.Core.Providers;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests;

/// <summary>A look is free of consequences: no file is written, renamed or created, whatever there is to see.</summary>
public sealed class ReadingTests : IDisposable
{
    private static readonly ProviderId Anthropic = ProviderId.Parse("anthropic");

    private readonly TemporaryInstallation installation = new();

    public static TheoryData<string> Scenes => ["nothing", "older layouts", "whole", "broken", "not a store", "both directories"];

    public static TheoryData<string> AllLooks => [.. Looks.Keys];

    public static TheoryData<string, string> ScenesAndLooks => new(
        from scene in Scenes.Select(row => row.Data)
        from look in Looks.Keys
        select (scene, look));

    private static Dictionary<string, Action<MoltbotInstallation>> Looks { get; } = new(StringComparer.Ordinal)
    {
        ["configuration"] = installation => _ = (installation.Configuration, installation.Errors, installation.Warnings, installation.Exists),
        ["agents"] = installation => _ = (installation.AgentIds, installation.FindAgent(null), installation.GetAgent("nobody")),
        ["status"] = installation => installation.MainAgent.GetModelStatus().ToJson(),
        ["status of another agent"] = installation => installation.GetAgent("ops").GetModelStatus().ToJson(),
        ["profiles"] = installation => installation.GetAgent("ops").GetProfiles(),
        ["order"] = installation => installation.GetAgent("ops").GetOrder(Anthropic),
        ["orders"] = installation => installation.GetAgent("ops").GetOrders(),
        ["candidates"] = installation => installation.GetAgent("ops").GetCandidates(Anthropic),
        ["check of an order"] = installation => installation.GetAgent("ops").CheckOrder(Anthropic, ["anthropic:default"]),
    };

    public void Dispose() => installation.Dispose();

    [Theory]
    [MemberData(nameof(ScenesAndLooks))]
    public void A_look_changes_nothing(string scene, string look)
    {
        LayOut(scene);
        string before = installation.Home.Fingerprint();

        try
        {
            Looks[look](installation.Open());
        }
        catch (MoltbotException)
        {
            // What a look cannot show is an error; here it matters only what that leaves behind.
        }

        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(AllLooks))]
    public void Every_look_sees_a_whole_installation(string look)
    {
        LayOut("whole");

        Should.NotThrow(() => Looks[look](installation.Open()));
    }

    private void LayOut(string scene)
    {
        switch (scene)
        {
            case "older layouts":
                installation
                    .File(".clawdbot/clawdbot.json", new ConfigurationBuilder().Agent("ops").ToText())
                    .File(".clawdbot/agents/main/agent/auth.json", """{"anthropic": {"type": "api_key", "key": "k"}}""")
                    .File(".clawdbot/agents/ops/agent/auth.json", """{"anthropic": {"type": "api_key", "key": "k"}}""")
                    .File(".clawdbot/credentials/oauth.json", """{"openai-codex": {"access": "a", "refresh": "r"}}""")
                    .File(".clawdbot/agent/auth-profiles.json", new StoreBuilder().ApiKey("anthropic:default").ToText())
                    .File(".qwen/oauth_creds.json", """{"access_token": "a", "refresh_token": "r", "expiry_date": 1}""");
                break;
            case "whole":
                installation
                    .Configuration(new ConfigurationBuilder().Agent("ops").Profile("anthropic:default", "oauth").Variable("OPENAI_API_KEY", "k"))
                    .Store(new StoreBuilder().OAuth("anthropic:default", expires: Now.AddHours(-1)).Order("anthropic", "anthropic:default"))
                    .Store(new StoreBuilder().ApiKey("anthropic:own"), "ops")
                    .File(".clawdbot/.env", "GROQ_API_KEY=k");
                break;
            case "broken":
                installation.Configuration("{").Store("{").Store("{", "ops").File(".clawdbot/agents/main/agent/auth.json", "{").File(".qwen/oauth_creds.json", "{");
                break;
            case "not a store":
                installation.Store("[]").Store("{}", "ops").File(".clawdbot/agents/main/agent/auth.json", """{"anthropic": {"type": "api_key", "key": "k"}}""");
                break;
            case "both directories":
                installation.File(".moltbot/moltbot.json", "{}").Store(new StoreBuilder().ApiKey("anthropic:default"));
                break;
        }
    }
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Moltbot.AuthorizationServer;
using Moltbot.Cli.Tests.Running;
using Moltbot.Core.Installation;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Surface;

/// <summary>Runs of every command that writes JSON, in installations of January and of today. What they write is gathered.</summary>
/// <param name="surface">Where it is gathered.</param>
/// <param name="quotas">Providers that tell how much of a plan is left.</param>
/// <param name="models">Providers of models.</param>
internal sealed class JsonScenes(JsonSurface surface, QuotaServer quotas, ProbedModels models)
{
    private const string NewKey = "sk-a-new-key-that-is-long-enough-0123456789";

    private static readonly DateTimeOffset Now = TestClock.Now;

    private static StoreBuilder Store => new StoreBuilder()
        .Token("anthropic:work", expires: Now.AddHours(3))
        .Token("anthropic:static")
        .Token("anthropic:gone", expires: Now.AddDays(-1))
        .ApiKey("openai:a")
        .ApiKey("openai:empty", key: null)
        .ApiKey("zai:key")
        .OAuth("openai-codex:me", expires: Now.AddDays(9), email: "me@corp.example")
        .OAuth("google-gemini-cli:old", expires: Now.AddDays(-1), refresh: null)
        .Order("openai", "openai:a", "openai:gone")
        .LastGood("anthropic", "anthropic:work")
        .Usage("anthropic:static", lastUsed: Now.AddHours(-1), cooldownUntil: Now.AddMinutes(5), errorCount: 2)
        .Usage("zai:key", disabledUntil: Now.AddHours(5), disabledReason: "billing", errorCount: 1);

    private static string Configuration => new ConfigurationBuilder()
        .Model("anthropic/claude-opus-4-5", "openai/gpt-5.2", "xai/grok-4")
        .ImageModel("openai/gpt-5.2", "google/gemini-3-pro")
        .Allow("anthropic/claude-opus-4-5", alias: "opus")
        .Provider("groq", apiKey: "gsk-a-key-of-the-configuration-0123456789")
        .Profile("openai-codex:me", "oauth", email: "me@corp.example")
        .ToText();

    /// <summary>Runs them.</summary>
    public async Task RunAsync()
    {
        await LookAsync();
        await LookAtTodayAsync();
        await LookAtDamageAsync();
        await AskAsync();
        await ChangeAsync();
        Schedule();
    }

    private async Task LookAsync()
    {
        using TemporaryHome home = January();
        foreach (string call in new[]
        {
            "doctor", "env list", "installation", "migrate check", "models aliases list", "models auth candidates --provider anthropic", "models auth candidates --provider openai",
            "models auth candidates --provider groq", "models auth credential --provider anthropic", "models auth credential --provider groq", "models auth list", "models auth order get --provider openai",
            "models auth order get --provider zai", "models auth refresh", "models auth rotate list", "models fallbacks list", "models image-fallbacks list", "models list", "models status", "monitor status",
            "secrets audit", "sessions model get agent:main:main", "sessions model list", "sessions model status agent:main:main",
        })
        {
            await AddAsync(home, call);
        }
    }

    private async Task LookAtTodayAsync()
    {
        using TemporaryHome home = new();
        GatewayHome.LayOut(home, Store.Profile("openai:fenced", GatewayHome.FenceOf("openai", hasFailed: true)), """{"agents":{"defaults":{"model":{"primary":"anthropic/claude-opus-4-7","fallbacks":["openai/gpt-5.2","xai/grok-4"]},"models":{"anthropic/claude-opus-4-7":{"alias":"opus"}}}}}""");
        TodayDatabase.AddSession(home[GatewayHome.AgentDatabase("main")], "agent:main:main", """{"sessionId":"s","updatedAt":1,"authProfileOverride":"anthropic:work","authProfileOverrideSource":"user"}""");
        foreach (string call in new[]
        {
            "doctor", "installation", "migrate check", "models auth candidates --provider anthropic", "models auth list", "models auth order get --provider openai", "models auth refresh --force",
            "models list", "models status", "models status --agent ops", "secrets audit", "sessions model list", "sessions model status agent:main:main",
        })
        {
            await AddAsync(home, call);
        }
    }

    private async Task LookAtDamageAsync()
    {
        using TemporaryHome home = January();
        home.Write(StoreOf("main"), "{ \"version\": 1,\n  \"profiles\": [,] }");
        foreach (string call in new[] { "doctor", "models status", "secrets audit", "migrate check" })
            await AddAsync(home, call);
    }

    private async Task AskAsync()
    {
        quotas.Answer("/api/oauth/usage", """{"five_hour":{"utilization":50,"resets_at":"2026-01-28T14:00:00Z"},"seven_day":{"utilization":95}}""").Answer("/api/monitor/usage/quota/limit", "", 401);
        using (CommandScene scene = quotas.Scene(new StoreBuilder().Token("anthropic:work").ApiKey("zai:key")))
            await AddAsync(scene.Home, "models usage", variables: scene.Environment);

        ServedBase served = models.Server.Serve(context =>
        {
            bool isGood = context.Request.Headers.Authorization.ToString().EndsWith("good", StringComparison.Ordinal);
            context.Response.StatusCode = isGood ? 200 : 429;
            context.Response.Headers["x-request-id"] = "req_7";
            context.Response.Headers.RetryAfter = "30";
            return context.Response.WriteAsync(isGood ? """{"object":"list","data":[{"id":"m1","object":"model"}]}""" : """{"error":{"message":"Slow down","code":"rate_limit_exceeded"}}""");
        });
        using TemporaryHome home = new();
        home.Write("root.pem", models.Authority.Root);
        home.Write(".moltbot/moltbot.json", $$"""{ agents: { defaults: { model: { primary: "acme/m1" } } }, models: { providers: { acme: { baseUrl: "{{models.Server.Address}}{{served.Path}}", api: "openai-completions", models: [] } } } }""");
        home.Write(StoreOf("main"), new StoreBuilder().ApiKey("acme:a", "key-that-is-good").ApiKey("acme:b", "key-that-is-not").ApiKey("acme:c", key: null).ToText());
        Dictionary<string, string> variables = new() { ["NODE_EXTRA_CA_CERTS"] = home["root.pem"] };
        await AddAsync(home, "models probe", variables: variables);
        await AddAsync(home, "models probe --profile-id acme:a --level completion --max-tokens 3", variables: variables);
        await AddAsync(home, "models status --probe", variables: variables);
    }

    private async Task ChangeAsync()
    {
        using TemporaryHome home = January();
        home.Write(".moltbot/monitor.json", "{ channels: { log: { type: 'file', path: 'monitor.log' } } }");
        foreach ((string call, string input) in new[]
        {
            ("backup saved.tar.gz", ""),
            ("restore saved.tar.gz --dry-run", ""),
            ("models auth rotate start openai:a --skip-probe", NewKey),
            ("models auth rotate list", ""),
            ("models auth rotate complete openai:a --skip-probe", ""),
            ("models auth rotate list", ""),
            ("models auth rotate undo openai:a", ""),
            ("models auth usage anthropic:work --status-code 429", ""),
            ("models auth usage anthropic:work --succeeded", ""),
            ("doctor --yes", ""),
            ("monitor run", ""),
            ("monitor status", ""),
        })
        {
            await AddAsync(home, call, input);
        }
    }

    /// <summary>The scheduler is a program of the system, so this is a process of its own.</summary>
    private void Schedule()
    {
        using CommandScene scene = new CommandScene().WithConfig("{}").WithStore(Store).WithVariable("PATH", "$HOME/bin:/usr/bin:/bin")
            .WithFile("bin/crontab", "#!/bin/sh\nif [ \"$1\" = -l ]; then cat \"$HOME/crontab\"; else cat > \"$HOME/crontab\"; fi\n").WithFile("crontab", "");
        Unix.SetMode(scene.Home["bin/crontab"], "755");
        surface.Add("monitor install", scene.Run("monitor", "install", "--scheduler", "cron", "--json").Json);
        surface.Add("monitor status", scene.Run("monitor", "status", "--json").Json);
    }

    /// <summary>An installation of January with profiles of every kind, pins, and what hides a variable.</summary>
    private static TemporaryHome January()
    {
        TemporaryHome home = new();
        home.Write(".moltbot/moltbot.json", Configuration);
        home.Write(".moltbot/.env", "XAI_GREETING=hello\nOPENAI_API_KEY=sk-of-the-file-that-is-long-enough-0123456789\n");
        home.Write(StoreOf("main"), Store.ToText());
        home.Write(StoreOf("helper"), new StoreBuilder().ApiKey("openrouter:helper").ToText());
        home.Write(".moltbot/agents/main/sessions/sessions.json", """{"agent:main:main":{"sessionId":"s1","updatedAt":2,"modelOverride":"gpt-5.2","providerOverride":"openai","authProfileOverride":"openai:gone","authProfileOverrideSource":"user"},"agent:main:other":{"sessionId":"s2","updatedAt":1}}""");
        return home;
    }

    private static string StoreOf(string agent) => CommandScene.StoreOf(agent);

    private async Task AddAsync(TemporaryHome home, string call, string input = "", IReadOnlyDictionary<string, string>? variables = null)
    {
        Dictionary<string, string> given = new(StringComparer.Ordinal) { ["HOME"] = home.Path, ["NO_COLOR"] = "1", ["OPENAI_API_KEY"] = "sk-of-the-environment-0123456789" };
        foreach ((string name, string value) in variables ?? new Dictionary<string, string> { ["MOLTBOT_OFFLINE"] = "1" })
            given[name] = home.Expand(value);

        ProcessEnvironment environment = home.Environment with { Variables = given };
        CommandOutcome outcome = await ProgramInProcess.RunAsync(environment, new GoingTime(), input, [.. call.Split(' '), "--json"]);
        outcome.Output.ShouldStartWith("{", customMessage: $"{call}: {outcome.Errors}");
        surface.Add(CommandTree.Paths().Where(path => $"{call} ".StartsWith($"{path} ", StringComparison.Ordinal)).MaxBy(path => path.Length)!, JsonNode.Parse(outcome.Output)!);
    }
}

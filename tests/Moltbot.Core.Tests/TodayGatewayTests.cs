using System.Diagnostics;
using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Models;
using Moltbot.Core.Sessions;
using Moltbot.Testing;

namespace Moltbot.Core.Tests;

/// <summary>What we write, read by the program of a gateway of today, where MOLTBOT_OPENCLAW names it. That takes seconds for each question.</summary>
public sealed class TodayGatewayTests : IDisposable
{
    private const string Variable = "MOLTBOT_OPENCLAW";
    private readonly TemporaryInstallation installation = new();
    private readonly string? program = Environment.GetEnvironmentVariable(Variable);

    public TodayGatewayTests() => SkipReason.Program.Require(!string.IsNullOrEmpty(program), $"{Variable} names no program of a gateway of today.");

    public void Dispose() => installation.Dispose();

    [Fact]
    public void A_configuration_that_we_have_changed_says_what_was_meant()
    {
        installation.File(".openclaw/openclaw.json", "{\n  // mine\n  agents: { defaults: { model: 'anthropic/claude-opus-4-7' }, entries: { main: {}, ops: {} }, ownership: 'explicit' },\n}\n");
        ModelSettings models = installation.Open().Models;

        models.SetPrimary(ModelRole.Text, "anthropic/claude-sonnet-5", TestContext.Current.CancellationToken);
        models.SetPrimary(ModelRole.Image, "anthropic/claude-opus-4-7", TestContext.Current.CancellationToken);
        models.AddFallback(ModelRole.Text, "anthropic/claude-haiku-4-5", TestContext.Current.CancellationToken);
        models.AddFallback(ModelRole.Image, "google/gemini-3-pro-preview", TestContext.Current.CancellationToken);
        models.AddAlias("quick", "anthropic/claude-haiku-4-5", TestContext.Current.CancellationToken);
        models.SetAgentModel(AgentId.Parse("ops"), "anthropic/claude-haiku-4-5", TestContext.Current.CancellationToken);

        Ask("config", "validate").ShouldContain("Config valid");
        JsonNode status = JsonNode.Parse(Ask("models", "status", "--json", "--agent", "main"))!;
        (status["resolvedDefault"].AsText(), status["imageModel"].AsText()).ShouldBe(("anthropic/claude-sonnet-5", "anthropic/claude-opus-4-7"));
        status["fallbacks"].Texts().ShouldBe(["anthropic/claude-haiku-4-5"]);
        status["imageFallbacks"].Texts().ShouldBe(["google/gemini-3.1-pro-preview"]);
        status["aliases"]!["quick"].AsText().ShouldBe("anthropic/claude-haiku-4-5");
        status["allowed"].Texts().ShouldBeEmpty();
        JsonNode.Parse(Ask("models", "status", "--json", "--agent", "ops"))!["resolvedDefault"].AsText().ShouldBe("anthropic/claude-haiku-4-5");
    }

    [Fact]
    public void A_session_that_we_have_pinned_is_one_that_it_reads()
    {
        installation
            .Configuration("""{"agents":{"defaults":{"model":"anthropic/claude-opus-4-5"},"list":[{"id":"main"}]}}""")
            .Store(new StoreBuilder().ApiKey("anthropic:a").ApiKey("anthropic:b"))
            .File(".clawdbot/agents/main/sessions/sessions.json", """{"agent:main:main":{"sessionId":"11111111-1111-4111-8111-111111111111","updatedAt":1760000000000,"chatType":"direct"}}""");
        Ask("doctor", "--fix", "--non-interactive", "--yes");

        installation.Agent("main").Sessions.Pin(["agent:main:main"], SessionChoice.Parse("anthropic/claude-sonnet-5@anthropic:b"), TestContext.Current.CancellationToken);

        JsonNode session = JsonNode.Parse(Ask("sessions", "--agent", "main", "--json"))!["sessions"]!.AsArray().ShouldHaveSingleItem()!;
        (session["key"].AsText(), session["providerOverride"].AsText(), session["modelOverride"].AsText()).ShouldBe(("agent:main:main", "anthropic", "claude-sonnet-5"));
        installation.Agent("main").Sessions.Read().Get("main").ProfileId.ShouldBe("anthropic:b");
    }

    /// <summary>What the program prints. No question reaches the network.</summary>
    private string Ask(params string[] arguments)
    {
        ProcessStartInfo start = new(program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = installation.Home.Path };
        start.Environment["HOME"] = installation.Home.Path;
        start.Environment["NO_COLOR"] = "1";
        start.Environment["npm_config_registry"] = "http://127.0.0.1:9";
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("OPENCLAW_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);

        using Process asked = Process.Start(start)!;
        asked.StandardInput.Close();
        Task<string> errors = asked.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = asked.StandardOutput.ReadToEnd();
        asked.WaitForExit();
        asked.ExitCode.ShouldBe(0, output + errors.Result);
        return output;
    }
}

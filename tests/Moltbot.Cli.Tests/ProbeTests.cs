using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Moltbot.AuthorizationServer;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class ProbeTests(ProbedModels models) : IClassFixture<ProbedModels>
{
    private const string GoodKey = "zz-good-key-that-must-not-be-shown";
    private const string BadKey = "yy-bad-key-that-must-not-be-shown";

    [Theory]
    [InlineData("models probe")]
    [InlineData("models probe --json")]
    [InlineData("models probe --level completion --json")]
    [InlineData("models status --probe")]
    [InlineData("models status --probe --json")]
    public void Each_credential_is_asked_about_nothing_is_written_and_nothing_of_it_shown(string command)
    {
        using CommandScene scene = Scene(Answer, out ServedBase served);
        string before = scene.Home.Fingerprint();

        CommandOutcome outcome = scene.Run(command.Split(' ')).ShouldSucceed();

        foreach (string key in (string[])[GoodKey, BadKey])
        {
            outcome.Output.ShouldNotContain(key[..8]);
            served.Requests.ShouldContain(request => request.Headers.GetValueOrDefault("Authorization") == $"Bearer {key}");
        }

        served.Requests.ShouldAllBe(request => !request.Target.Contains("must-not"));
        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void The_table_is_the_gateways()
    {
        using CommandScene scene = Scene(Answer, out _);

        string[] lines = scene.Run("models", "status", "--probe").ShouldSucceed().Output.Split('\n');

        lines.ShouldContain("Auth probes");
        lines.ShouldContain(line => line.StartsWith("│ acme/-           │ acme:bad (api_key)     │ auth · ", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("│ ↳ HTTP 401: there is no Bearer *** ", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("│ acme/-           │ acme:good (api_key)    │ ok · ", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("Probed 2 targets in ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_JSON_has_the_gateways_members_and_more()
    {
        using CommandScene scene = Scene(Answer, out _);

        JsonObject probes = scene.Run("models", "status", "--probe", "--json", "--probe-profile", "acme:bad", "--probe-timeout", "9000", "--probe-max-tokens", "3", "--probe-model", "acme/m2").ShouldSucceed().Json["auth"]!["probes"]!.AsObject();

        probes.Select(member => member.Key).ShouldBe(["startedAt", "finishedAt", "durationMs", "totalTargets", "options", "results"]);
        probes["options"]!.ToJsonString().ShouldBe("""{"profileIds":["acme:bad"],"timeoutMs":9000,"concurrency":16,"maxTokens":3,"level":"completion"}""");
        JsonObject result = probes["results"]!.AsArray().Single()!.AsObject();
        result.Remove("latencyMs").ShouldBeTrue();
        result["nextStep"]!.GetValue<string>().ShouldBe("Store another key with `moltbot models auth paste-api-key --provider acme`.");
        result.Remove("nextStep");
        result.ToJsonString().ShouldBe(
            """{"provider":"acme","model":"acme/m2","profileId":"acme:bad","label":"acme:bad","source":"profile","mode":"api_key","status":"auth","error":"HTTP 401: there is no Bearer ***","level":"completion","inUse":false,"httpStatus":401,"requestId":"req_7"}""");
    }

    [Theory]
    [InlineData("--probe-profile acme:bad,acme:good", 2)]
    [InlineData("--probe-profile acme:bad --probe-profile acme:good", 2)]
    [InlineData("--probe-provider ACME", 2)]
    [InlineData("--probe-profile nope", 0)]
    [InlineData("--probe-provider nobody", 0)]
    public void What_is_probed_can_be_named(string arguments, int count)
    {
        using CommandScene scene = Scene(Answer, out _);

        CommandOutcome outcome = scene.Run(["models", "status", "--probe", "--json", .. arguments.Split(' ')]).ShouldSucceed();

        outcome.Json["auth"]!["probes"]!["results"]!.AsArray().Count.ShouldBe(count);
    }

    [Theory]
    [InlineData("--probe --plain", "--probe cannot be used with --plain output.")]
    [InlineData("--probe-timeout 0", "--probe-timeout must be a positive number (ms).")]
    [InlineData("--probe --probe-timeout abc", "--probe-timeout must be a positive number (ms).")]
    [InlineData("--probe-concurrency 0", "--probe-concurrency must be > 0.")]
    [InlineData("--probe-max-tokens -1", "--probe-max-tokens must be > 0.")]
    [InlineData("--probe --probe-level all", "neither list nor completion")]
    public void A_value_that_makes_no_sense_is_refused(string arguments, string complaint)
    {
        using CommandScene scene = Scene(Answer, out ServedBase served);

        scene.Run(["models", "status", .. arguments.Split(' ')]).ShouldFail(complaint);

        served.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(401, 1)]
    [InlineData(402, 1)]
    [InlineData(429, 0)]
    [InlineData(500, 0)]
    [InlineData(504, 3)]
    public void A_check_tells_a_refusal_from_what_could_not_be_found_out(int status, int exitCode)
    {
        using CommandScene scene = Scene(context => Say(context, status, "{}"), out _);

        scene.Run("models", "probe", "--check").ExitCode.ShouldBe(exitCode);
        scene.Run("models", "status", "--probe", "--check").ExitCode.ShouldBe(exitCode);
        scene.Run("models", "status", "--probe").ExitCode.ShouldBe(0);
    }

    [Fact]
    public void What_came_of_it_is_remembered_where_that_is_wanted()
    {
        using CommandScene scene = Scene(Answer, out _);

        scene.Run("models", "probe", "--update-usage").ShouldSucceed();

        JsonNode usage = JsonNode.Parse(File.ReadAllText(scene.StorePath))!["usageStats"]!;
        usage["acme:bad"]!["failureCounts"]!.ToJsonString().ShouldBe("""{"auth":1}""");
        usage["acme:good"]!["lastUsed"].ShouldNotBeNull();
    }

    [Fact]
    public void The_limit_is_kept()
    {
        using CommandScene scene = Scene(context => Task.Delay(Timeout.Infinite, context.RequestAborted), out _);
        long start = Stopwatch.GetTimestamp();

        JsonNode results = scene.Run("models", "probe", "--json", "--profile-id", "acme:good", "--timeout", "200").ShouldSucceed().Json["results"]!;

        results[0]!["status"]!.GetValue<string>().ShouldBe("timeout");
        results[0]!["latencyMs"]!.GetValue<double>().ShouldBeInRange(1, 4000);
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task An_interruption_shows_what_was_known()
    {
        InterruptionTests.SkipWhereIgnored(InterruptionTests.Interrupt);
        using CommandScene scene = Scene(
            async context =>
            {
                if (context.Request.Headers.Authorization.ToString().Contains(GoodKey, StringComparison.Ordinal))
                    await Task.Delay(Timeout.Infinite, context.RequestAborted);

                await Answer(context);
            },
            out ServedBase served);
        RunningCommand running = scene.Start("models", "probe", "--timeout", "60000");
        while (!served.Requests.Any(request => request.Headers.GetValueOrDefault("Authorization") == $"Bearer {GoodKey}"))
            await Task.Delay(10, TestContext.Current.CancellationToken);

        running.Send(InterruptionTests.Interrupt);

        CommandOutcome outcome = running.Outcome();
        outcome.ExitCode.ShouldBe(130);
        outcome.Output.ShouldContain("acme:bad");
        outcome.Errors.ShouldContain("Interrupted");
    }

    [Fact]
    public void An_insecure_address_gets_nothing()
    {
        using CommandScene scene = Scene(Answer, out _);
        scene.WithConfig("""{ models: { providers: { acme: { baseUrl: "http://llm.example/v1", models: [] } } } }""");

        CommandOutcome outcome = scene.Run("models", "probe", "--json").ShouldSucceed();

        outcome.Json["results"]!.AsArray().ShouldAllBe(result => result!["reasonCode"]!.GetValue<string>() == "insecure_url");
    }

    private static Task Answer(HttpContext context)
    {
        bool isGood = context.Request.Headers.Authorization == $"Bearer {GoodKey}";
        context.Response.Headers["x-request-id"] = "req_7";
        return isGood
            ? Say(context, 200, """{"data":[],"choices":[{}]}""")
            : Say(context, 401, new JsonObject { ["error"] = new JsonObject { ["message"] = $"there is no {context.Request.Headers.Authorization}" } }.ToJsonString());
    }

    private static async Task Say(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    private CommandScene Scene(Func<HttpContext, Task> answer, out ServedBase served)
    {
        served = models.Server.Serve(answer);
        return new CommandScene()
            .WithFile("root.pem", models.Authority.Root)
            .WithVariable("NODE_EXTRA_CA_CERTS", "$HOME/root.pem")
            .WithConfig($$"""{ agents: { defaults: { model: { primary: "acme/m1" } } }, models: { providers: { acme: { baseUrl: "{{models.Server.Address}}{{served.Path}}", api: "openai-completions", models: [] } } } }""")
            .WithStore(new StoreBuilder().ApiKey("acme:bad", BadKey).ApiKey("acme:good", GoodKey).Order("acme", "acme:good", "acme:bad"));
    }
}

using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Moltbot.AuthorizationServer;
using Moltbot.Core.Probing;

namespace Moltbot.Core.Tests.Probing;

/// <summary>Providers that never end, send too much, or send elsewhere.</summary>
public sealed class HostileProviderTests(ProbedProviders providers) : IClassFixture<ProbedProviders>
{
    private const string Api = "openai-completions";
    private const string Good = """{"data":[]}""";

    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    public static TheoryData<string> Endless => ["before headers", "after headers", "in the middle of a body", "a byte at a time", "between two requests"];

    [Theory]
    [MemberData(nameof(Endless))]
    public async Task A_provider_that_does_not_come_to_an_end_is_left_at_the_limit(string where)
    {
        int count = 0;
        ServedBase served = providers.Server.Serve(async context =>
        {
            if (where == "between two requests" && Interlocked.Increment(ref count) == 1)
            {
                await ProbedProviders.Answer(400, """{"error":{"message":"max_completion_tokens must be higher"}}""")(context);
                return;
            }

            if (where is "before headers" or "between two requests")
                await Task.Delay(Timeout.Infinite, context.RequestAborted);

            await context.Response.StartAsync(context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (where == "in the middle of a body")
                await context.Response.WriteAsync("""{"choices":[""", context.RequestAborted);
            while (where == "a byte at a time")
            {
                await context.Response.WriteAsync(" ", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(20, context.RequestAborted);
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        ProbeEndpoint endpoint = Endpoint(served);
        await providers.AskAsync(Endpoint(providers.Server.Serve(ProbedProviders.Answer(200, Good))), ProbeLevel.List);
        long start = Stopwatch.GetTimestamp();

        ProbeOutcome outcome = await providers.AskAsync(endpoint, ProbeLevel.Completion, Limit);

        outcome.Verdict.State.ShouldBe(ProbeState.Timeout);
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(Limit + Grace + Grace);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_gigabyte_is_not_read(bool isPacked)
    {
        int sent = 0;
        ServedBase served = providers.Server.Serve(async context =>
        {
            byte[] megabyte = new byte[1024 * 1024];
            megabyte.AsSpan().Fill((byte)' ');
            if (isPacked)
                context.Response.Headers.ContentEncoding = "gzip";

            await using Stream body = isPacked ? new GZipStream(context.Response.Body, CompressionLevel.Fastest) : context.Response.Body;
            for (int count = 0; count < 1024 && !context.RequestAborted.IsCancellationRequested; count++)
            {
                await body.WriteAsync(megabyte, context.RequestAborted);

                // What is written once nobody reads goes nowhere, and takes no time.
                if ((await context.Response.BodyWriter.FlushAsync(context.RequestAborted)).IsCompleted)
                    break;

                sent = count;
            }
        });

        ProbeOutcome outcome = await providers.AskAsync(Endpoint(served), ProbeLevel.Completion);

        outcome.Verdict.ReasonCode.ShouldBe("unexpected_answer");
        sent.ShouldBeLessThan(1000);
    }

    [Fact]
    public async Task A_credential_is_not_sent_on_to_another_host()
    {
        ServedBase second = providers.Server.Serve(ProbedProviders.Answer(200, Good));
        ServedBase first = providers.Server.Serve(ProbedProviders.Answer(307, "", ("location", $"{providers.Server.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}{second.Path}/models")));

        ProbeOutcome outcome = await providers.AskAsync(Endpoint(first), ProbeLevel.List);

        outcome.Verdict.ReasonCode.ShouldBe("redirect");
        second.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_provider_whose_certificate_is_not_trusted_gets_nothing()
    {
        ServedBase served = providers.Server.Serve(ProbedProviders.Answer(200, Good));

        ProbeOutcome outcome = await providers.AskAsync(providers.Endpoint("acme", Api, providers.Server.UntrustedAddress + served.Path), ProbeLevel.List);

        outcome.Verdict.State.ShouldBe(ProbeState.Network);
        outcome.Verdict.ReasonCode.ShouldBe("tls");
        served.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_sent_is_not_shown_however_it_comes_back()
    {
        ServedBase served = providers.Server.Serve(context => ProbedProviders.Answer(
            401,
            new JsonObject { ["error"] = new JsonObject { ["message"] = $"no: {ProbedProviders.Key} {Uri.EscapeDataString(ProbedProviders.Key)} {ProbedProviders.Key[..8]}... {context.Request.Headers.Authorization}" } }.ToJsonString(),
            ("x-request-id", ProbedProviders.Key))(context));

        ProbeOutcome outcome = await providers.AskAsync(Endpoint(served), ProbeLevel.List);

        outcome.ToString().ShouldNotContain(ProbedProviders.Key[..8]);
        outcome.Verdict.Message.ShouldStartWith("HTTP 401: no: ***");
        served.Requests.ShouldAllBe(request => !request.Target.Contains(ProbedProviders.Key));
    }

    [Fact]
    public async Task A_header_field_of_the_configuration_goes_along_and_is_not_shown()
    {
        ServedBase served = providers.Server.Serve(ProbedProviders.Answer(403, """{"error":{"message":"team-secret-1 is not allowed"}}"""));
        JsonObject entry = new() { ["headers"] = new JsonObject { ["x-team"] = "team-secret-1" } };

        ProbeOutcome outcome = await providers.AskAsync(providers.Endpoint("acme", Api, providers.Server.Address + served.Path, entry), ProbeLevel.Completion);

        served.Requests.Single().Headers["x-team"].ShouldBe("team-secret-1");
        outcome.Verdict.Message.ShouldBe("HTTP 403: *** is not allowed");
    }

    [Theory]
    [InlineData(true, "unknown list_unsupported")]
    [InlineData(false, "ok ")]
    public async Task A_list_that_everybody_is_given_proves_nothing(bool isPublic, string meaning)
    {
        ServedBase served = providers.Server.Serve(context =>
            ProbedProviders.Answer(isPublic || context.Request.Headers.Authorization.Count > 0 ? 200 : 401, Good)(context));

        ProbeOutcome outcome = await providers.AskAsync(Endpoint(served), ProbeLevel.List);

        $"{outcome.Verdict.State.ToName()} {outcome.Verdict.ReasonCode}".ShouldBe(meaning);
        served.Requests.Count(request => request.Headers.ContainsKey("Authorization")).ShouldBe(1);
    }

    [Theory]
    [InlineData("max_completion_tokens must be at least 16", "\"max_completion_tokens\":16")]
    [InlineData("Unsupported parameter: max_completion_tokens", "\"max_tokens\":16")]
    public async Task A_limit_that_is_refused_is_raised_once(string message, string member)
    {
        ServedBase served = providers.Server.Serve(context => ProbedProviders.Answer(400, new JsonObject { ["error"] = new JsonObject { ["message"] = message } }.ToJsonString())(context));

        ProbeOutcome outcome = await providers.AskAsync(Endpoint(served), ProbeLevel.Completion);

        outcome.Verdict.State.ShouldBe(ProbeState.Format);
        served.Requests.Count.ShouldBe(2);
        served.Requests.Last().Body.ShouldContain(member);
    }

    [Theory]
    [InlineData("key-with\r\nx-evil: yes-0123456789")]
    [InlineData("key-with-ü-0123456789")]
    public async Task A_credential_that_no_request_can_carry_is_not_sent(string key)
    {
        ServedBase served = providers.Server.Serve(ProbedProviders.Answer(200, Good));

        ProbeOutcome outcome = await providers.AskAsync(Endpoint(served), ProbeLevel.List, key: key);

        $"{outcome.Verdict.State.ToName()} {outcome.Verdict.ReasonCode}".ShouldBe("skipped invalid_credential");
        served.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_of_Claude_Code_is_never_sent_to_a_model()
    {
        ServedBase served = providers.Server.Serve(ProbedProviders.Answer(401, """{"error":{"type":"authentication_error","message":"no"}}"""));

        ProbeOutcome outcome = await providers.AskAsync(
            providers.Endpoint("anthropic", "anthropic-messages", providers.Server.Address + served.Path), ProbeLevel.Completion, key: "sk-ant-oat01-" + new string('a', 80));

        outcome.Level.ShouldBe(ProbeLevel.List);
        served.Requests.ShouldAllBe(request => request.Method == "GET" && !request.Headers["User-Agent"].Contains("claude"));
    }

    private ProbeEndpoint Endpoint(ServedBase served) => providers.Endpoint("acme", Api, providers.Server.Address + served.Path);
}

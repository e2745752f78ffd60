using System.Text.Json.Nodes;
using Moltbot.AuthorizationServer;
using Moltbot.Core.Probing;
using Moltbot.Core.Tests.OAuth;
using Moltbot.Core.Tests.Probing;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class ProbeTests(ProbedProviders providers) : IClassFixture<ProbedProviders>
{
    /// <summary>Answers that never end are waited for no longer than it takes to tell them from others.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(80);

    [Theory]
    [Recordings("probe")]
    public async Task An_answer_means_what_was_recorded(string id)
    {
        ConformanceCase recorded = Recording.Open("probe", id);
        string api = recorded.Input.Text("apiKind")!;
        string answer = NameOf(recorded.Input);
        ServedBase served = providers.Server.Serve(RecordedAnswers.Speak(answer, api));
        bool isEndless = RecordedAnswers.Meaning(answer, api) == "timeout";

        ProbeOutcome outcome = await providers.AskAsync(
            providers.Endpoint("acme", api, Host(answer, recorded.Input) + served.Path), ProbeLevel.Completion, isEndless ? Short : null);

        JsonObject actual = new()
        {
            ["status"] = outcome.Verdict.State.ToName(),
            ["requests"] = recorded.Expected["requests"] is null ? null : served.Requests.Count,
            ["store"] = null,
        };
        JsonDifference.Find(recorded.Expected, actual).ShouldBeNull();
    }

    /// <summary>The name of the answer, without what stands for the protocol of network cases.</summary>
    internal static string NameOf(JsonObject input) => input.Text("answer") is { } name && name.Length > 2 && name[1] == '-' ? name[2..] : input.Text("answer")!;

    private string Host(string answer, JsonObject input) => answer switch
    {
        "refused" => $"https://127.0.0.1:{FreePort.Find()}",
        "dns" => "https://no-such-host.invalid",
        "tls" when !IsTrusted(input) => providers.Server.UntrustedAddress,
        "plain-on-tls" => providers.Server.PlainAddress.Replace("http:", "https:", StringComparison.Ordinal),
        _ => providers.Server.Address,
    };

    /// <summary>In the longer run the authority of the certificate was named.</summary>
    internal static bool IsTrusted(JsonObject input) => input["timeoutMs"]!.GetValue<double>() == 40_000;
}

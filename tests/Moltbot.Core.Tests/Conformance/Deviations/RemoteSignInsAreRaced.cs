using System.Text.Json.Nodes;
using Moltbot.Core.OAuth;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// A person at another machine can bring the code back, or let the browser come back through a tunnel, whatever is first. The
/// reference listens for OpenAI only, and takes what was pasted only after it has waited for the browser in vain.
/// </summary>
internal sealed class RemoteSignInsAreRaced : Deviation
{
    public override IReadOnlyList<string> Kinds => ["oauth-exchange"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        using TemporaryHome home = new();
        if (!RemoteTerminal.IsUsedIn(recorded.Input.Environment(home) with { Platform = Core.Installation.OperatingSystemKind.Linux }) || !recorded.Expected.ContainsKey("prompts"))
            return false;

        CodeSignIn flow = SignInProvider.Find(ProviderId.Parse(recorded.Input.Text("flow")))!.Code!;
        bool differs = false;
        if (flow.Loopback is not null && !recorded.Expected.ContainsKey("listener") && Uri.TryCreate(flow.Redirect, UriKind.Absolute, out Uri? redirect))
        {
            recorded.Expected["listener"] = new JsonObject { ["host"] = "127.0.0.1", ["port"] = redirect.Port };
            differs = true;
        }

        if (recorded.Expected["waitedMs"]?.GetValue<double>() is { } waited)
        {
            recorded.Expected.Remove("waitedMs");
            foreach ((_, JsonNode? profile) in recorded.Expected["profiles"] as JsonObject ?? [])
                profile!["expires"] = profile["expires"]!.GetValue<double>() - waited;

            differs = true;
        }

        return differs;
    }
}

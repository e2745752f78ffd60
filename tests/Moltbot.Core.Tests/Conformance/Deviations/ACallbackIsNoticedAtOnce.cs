using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>What the browser brings is taken when it comes. For OpenAI the reference looks ten times a second, so a token lasts a moment longer on paper than it does.</summary>
internal sealed class ACallbackIsNoticedAtOnce : Deviation
{
    private const double Poll = 100;

    public override IReadOnlyList<string> Kinds => ["oauth-exchange"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Input.Text("flow") != "openai-codex" || recorded.Expected["waitedMs"]?.GetValue<double>() is not Poll)
            return false;

        recorded.Expected.Remove("waitedMs");
        foreach ((_, JsonNode? profile) in recorded.Expected["profiles"] as JsonObject ?? [])
            profile!["expires"] = profile["expires"]!.GetValue<double>() - Poll;

        return true;
    }
}

using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>How long a token lasts counts from the answer that brought it. The reference counts from the end of what it does afterwards, as finding a project.</summary>
internal sealed class AnExpiryCountsFromTheAnswer : Deviation
{
    public override IReadOnlyList<string> Kinds => ["oauth-exchange"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Input.Text("flow") == "openai-codex" || recorded.Expected["profiles"] is not JsonObject profiles)
            return false;

        int requests = recorded.Expected["requests"]!.AsArray().Count;
        double after = recorded.Input["answers"]!.AsArray().Take(requests).Skip(1).Sum(answer => answer!["tookMs"]?.GetValue<double>() ?? 0);
        if (recorded.Input["callbacks"] is JsonArray { Count: > 0 })
            after += recorded.Expected["waitedMs"]?.GetValue<double>() ?? 0;
        if (after == 0)
            return false;

        foreach ((_, JsonNode? profile) in profiles)
        {
            if (profile!["expires"] is { } expires)
                profile["expires"] = expires.GetValue<double>() - after;
        }

        return true;
    }
}

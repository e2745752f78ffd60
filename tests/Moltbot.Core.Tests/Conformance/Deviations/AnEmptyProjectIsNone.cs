using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>A project without a name is none, and the next server is asked. The reference stores it for Antigravity, and can then never renew the sign-in.</summary>
internal sealed class AnEmptyProjectIsNone : Deviation
{
    private const string First = "https://cloudcode-pa.googleapis.com";
    private const string Second = "https://daily-cloudcode-pa.sandbox.googleapis.com";
    private const string Shared = "rising-fact-p41fc";

    public override IReadOnlyList<string> Kinds => ["oauth-exchange"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Expected["profiles"] is not JsonObject profiles || profiles.All(profile => profile.Value!.AsObject().Text("projectId") != ""))
            return false;

        recorded.Input["answers"]!.AsArray().Add(new JsonObject { ["status"] = 404, ["json"] = new JsonObject() });
        JsonArray requests = recorded.Expected["requests"]!.AsArray();
        JsonNode next = requests[^1]!.DeepClone();
        next["url"] = next["url"]!.GetValue<string>().Replace(First, Second, StringComparison.Ordinal);
        requests.Add(next);
        foreach ((_, JsonNode? profile) in profiles)
            profile!["projectId"] = Shared;

        return true;
    }
}

using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>A token is sent without the blanks around it. The reference sends those before it.</summary>
internal sealed class BlanksAreNoPartOfAToken : Deviation
{
    private const string Bearer = "Bearer ";

    public override IReadOnlyList<string> Kinds => ["copilot-token"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        bool differs = false;
        foreach (JsonObject headers in (recorded.Expected["requests"] as JsonArray ?? []).Select(request => request!["headers"]).OfType<JsonObject>())
        {
            string sent = headers.Text("authorization")!;
            headers["authorization"] = Bearer + sent[Bearer.Length..].Trim();
            differs |= sent != headers.Text("authorization");
        }

        return differs;
    }
}

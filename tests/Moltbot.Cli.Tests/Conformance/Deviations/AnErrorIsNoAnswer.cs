using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>An error goes to standard error, also where JSON was asked for; what can be told all the same is the answer.</summary>
internal sealed class AnErrorIsNoAnswer : Deviation
{
    public override IReadOnlyList<string> Kinds => ["later-list", "later-order", "later-status"];

    public override bool Rewrite(ConformanceCase recorded) =>
        recorded.Expected["json"] is JsonObject { } answer && answer["ok"] is JsonValue ok && !ok.GetValue<bool>() && recorded.Expected.Remove("json");
}

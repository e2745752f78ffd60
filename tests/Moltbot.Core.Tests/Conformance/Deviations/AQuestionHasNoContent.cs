using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>What only asks has no content, and so no type of it. The reference names one.</summary>
internal sealed class AQuestionHasNoContent : Deviation
{
    public override IReadOnlyList<string> Kinds => ["oauth-exchange"];

    public override bool Rewrite(ConformanceCase recorded) => recorded.Expected["requests"]!.AsArray()
        .Where(request => request!["method"]!.GetValue<string>() == "GET")
        .Select(request => request!["headers"])
        .OfType<JsonObject>()
        .Sum(headers => headers.Remove("content-type") ? 1 : 0) > 0;
}

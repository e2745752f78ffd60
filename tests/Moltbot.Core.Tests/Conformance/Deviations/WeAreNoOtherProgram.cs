using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>No request says that it comes from another program. The reference calls itself an editor, or a library of Google's, to some servers.</summary>
internal sealed class WeAreNoOtherProgram : Deviation
{
    private static readonly string[] Names = ["user-agent", "editor-version", "editor-plugin-version", "copilot-integration-id", "x-goog-api-client"];

    public override IReadOnlyList<string> Kinds => ["oauth-exchange", "oauth-refresh"];

    public override bool Rewrite(ConformanceCase recorded) => recorded.Expected["requests"]!.AsArray()
        .Select(request => request!["headers"])
        .OfType<JsonObject>()
        .Sum(headers => Names.Count(headers.Remove)) > 0;
}

using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// What we hide is always hidden. The reference lets its configuration turn the redaction of logs off, or put other
/// patterns in the place of its own.
/// </summary>
internal sealed class RedactionHasNoSettings : Deviation
{
    public override IReadOnlyList<string> Kinds => ["redact"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        JsonNode? settings = recorded.Input["options"] ?? recorded.Input["config"]?["logging"];
        bool isOff = settings.Member("mode").AsText() == "off" || settings.Member("redactSensitive").AsText() == "off";
        bool hasPatterns = (settings.Member("patterns") ?? settings.Member("redactPatterns")) is JsonArray { Count: > 0 };
        if (!isOff && !hasPatterns)
            return false;

        string ours = RecordedRedaction.ForLogs(recorded.Input.Text("text")!);
        bool differs = ours != recorded.Expected.Text("text");
        recorded.Expected["text"] = ours;
        return differs;
    }
}

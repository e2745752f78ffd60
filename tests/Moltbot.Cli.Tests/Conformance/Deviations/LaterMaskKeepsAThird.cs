using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>As MaskKeepsAThird, of what gateways of today show.</summary>
internal sealed partial class LaterMaskKeepsAThird : Deviation
{
    private const int ShownShort = 16;

    public override IReadOnlyList<string> Kinds => ["later-status"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        Dictionary<string, string> masks = Texts(recorded.Input)
            .SelectMany(text => Words().Split(text))
            .Where(word => word.Length > 4)
            .DistinctBy(Recorded)
            .ToDictionary(Recorded, word => RecordedMask.Ours(Recorded(word), word), StringComparer.Ordinal);
        string name = recorded.Expected.ContainsKey("json") ? "json" : "stdout";
        if (recorded.Expected[name] is not { } before)
            return false;

        JsonNode after = Replace(before, masks)!;
        bool differs = JsonDifference.Find(before, after) is not null;
        recorded.Expected[name] = after;
        return differs;
    }

    private static string Recorded(string secret) => secret.Length <= ShownShort ? $"{secret[..2]}...{secret[^2..]}" : $"{secret[..8]}...{secret[^8..]}";

    private static JsonNode? Replace(JsonNode? node, Dictionary<string, string> masks) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Replace(member.Value, masks)))),
        JsonArray items => new JsonArray([.. items.Select(item => Replace(item, masks))]),
        JsonValue value when value.TryGetValue(out string? text) => Masked().Replace(text, match => masks.GetValueOrDefault(match.Value, match.Value)),
        _ => node?.DeepClone(),
    };

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.TryGetValue(out string? text) => [text],
        _ => [],
    };

    [GeneratedRegex(@"['""=\s]+", RegexOptions.None, 1000)]
    private static partial Regex Words();

    [GeneratedRegex(@"[^\s=:,|]{2,8}\.\.\.[^\s=:,|\[]{2,8}", RegexOptions.None, 1000)]
    private static partial Regex Masked();
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>A mask shows at most a third of a secret, where the reference shows up to all of it.</summary>
internal sealed class MaskKeepsAThird : Deviation
{
    private const int ShownWhole = 16;
    private const int ShownAtAnEnd = 8;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override IReadOnlyList<string> Kinds => ["cli"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        Dictionary<string, string> masks = Secrets(recorded.Input)
            .DistinctBy(Recorded)
            .ToDictionary(Recorded, secret => RecordedMask.Ours(Recorded(secret), secret), StringComparer.Ordinal);
        if (masks.Count == 0)
            return false;

        JsonNode before = recorded.Expected["stdout"]!;
        JsonNode after = Replace(before, Places(masks.Keys), masks)!;
        recorded.Expected["stdout"] = after;
        return JsonDifference.Find(before, after) is not null;
    }

    private static string Recorded(string secret) =>
        secret.Length <= ShownWhole ? secret : $"{secret[..ShownAtAnEnd]}...{secret[^ShownAtAnEnd..]}";

    /// <summary>Where masks stand: alone, or after an equals sign or a colon, up to the end or what may follow one.</summary>
    private static Regex Places(IEnumerable<string> masks) => new(
        $@"(?<=\A|[=:])(?:{string.Join('|', masks.OrderByDescending(mask => mask.Length).Select(Regex.Escape))})(?=\z|\r?\n|, | \[| \| )",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(10));

    private static JsonNode? Replace(JsonNode? node, Regex places, Dictionary<string, string> masks) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Replace(member.Value, places, masks)))),
        JsonArray items => new JsonArray([.. items.Select(item => Replace(item, places, masks))]),
        JsonValue value when value.TryGetValue(out string? text) => places.Replace(text, match => masks[match.Value]),
        _ => node?.DeepClone(),
    };

    /// <summary>Everything in the input that can be shown masked.</summary>
    private static IEnumerable<string> Secrets(JsonObject input) => (input["env"] as JsonObject ?? [])
        .Select(variable => $"{variable.Key}={variable.Value}")
        .Concat((input["files"] as JsonObject ?? []).Select(file => TextOf(file.Value!)))
        .SelectMany(LaidOutSecrets.In);

    private static string TextOf(JsonNode file) => file["text"]?.GetValue<string>() ?? file.ToJsonString(Readable);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;

namespace Moltbot.Core.Profiles;

/// <summary>What is remembered of the renewal of one sign-in, which its refresh token tells from all others.</summary>
/// <param name="State">How far it has come.</param>
/// <param name="At">When, in milliseconds since the Unix epoch.</param>
internal sealed record RenewalRecord(RenewalState State, double At)
{
    /// <summary>What the answer changes in the stored entry, by member: secrets are among it. Empty where there is no answer.</summary>
    public JsonObject Changes { get; init; } = [];

    /// <summary>Why the provider does not take the token any more; <see langword="null"/> where it was not refused.</summary>
    public string? Reason { get; init; }

    /// <summary>Reads a record; <see langword="null"/> when it is none.</summary>
    public static RenewalRecord? Read(JsonElement json) =>
        Enum.TryParse(json.Member("state").AsText(), ignoreCase: true, out RenewalState state) && json.Member("at").AsNumber() is { } at
            ? new RenewalRecord(state, at)
            {
                Changes = json.Member("changes").ValueKind == JsonValueKind.Object ? JsonText.ToNode(json.Member("changes"))!.AsObject() : [],
                Reason = json.Member("reason").AsText(),
            }
            : null;

    /// <summary>The record as it is stored.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new() { ["version"] = 1, ["state"] = State.ToString().ToLowerInvariant(), ["at"] = At };
        if (Changes.Count > 0)
            json["changes"] = Changes.DeepClone();
        if (Reason is not null)
            json["reason"] = Reason;

        return json;
    }
}

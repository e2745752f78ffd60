using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Rotating;

/// <summary>
/// What is remembered of a rotation beside the stores. Which of the two keys is in use is not: that is what the store says,
/// so that no crash makes the two disagree. Both keys are told by salted digests.
/// </summary>
/// <param name="Agent">The agent that has the profile.</param>
/// <param name="ProfileId">The id of the profile.</param>
/// <param name="Provider">The provider.</param>
/// <param name="Kind">What kind of credential it is.</param>
/// <param name="StartedAt">When it was started, in milliseconds since the Unix epoch.</param>
internal sealed record RotationRecord(AgentId Agent, string ProfileId, ProviderId Provider, AuthProfileKind Kind, double StartedAt)
{
    private const int SaltLength = 16;

    /// <summary>Who started it, or <see langword="null"/>.</summary>
    public string? StartedBy { get; init; }

    /// <summary>The agents whose key it replaces, that of the profile first.</summary>
    public IReadOnlyList<AgentId> Agents { get; init; } = [];

    /// <summary>What the digests are salted with; no two rotations have the same.</summary>
    public required string Salt { get; init; }

    /// <summary>The digest of the key before.</summary>
    public required string OldDigest { get; init; }

    /// <summary>The digest of the key afterwards.</summary>
    public required string NewDigest { get; init; }

    /// <summary>The new secret while it waits, unless a vault keeps it.</summary>
    public Secret? Value { get; init; }

    /// <summary>Where the new secret is kept instead of in the store, or <see langword="null"/>.</summary>
    public SecretReference? Reference { get; init; }

    /// <summary>Where the old secret is kept instead of in the store, or <see langword="null"/>.</summary>
    public SecretReference? OldReference { get; init; }

    /// <summary>When the new token expires, in milliseconds since the Unix epoch, or <see langword="null"/>.</summary>
    public long? Expires { get; init; }

    /// <summary>How long the old key is kept, in milliseconds.</summary>
    public double KeepFor { get; init; }

    /// <summary>When the new key came, or was about to come, into use; <see langword="null"/> before.</summary>
    public double? CompletedAt { get; init; }

    /// <summary>When the grace period ends, or <see langword="null"/>.</summary>
    public double? KeepUntil { get; init; }

    /// <summary>The id that the old key gets, or <see langword="null"/> before it has one.</summary>
    public string? PreviousId { get; init; }

    /// <summary>The orders that the rotation itself gave to agents which had none, by agent: they go with it.</summary>
    public IReadOnlyDictionary<AgentId, IReadOnlyList<string>> Orders { get; init; } = new Dictionary<AgentId, IReadOnlyList<string>>();

    /// <summary>What the provider said to the new key, or <see langword="null"/>.</summary>
    public string? Verdict { get; init; }

    /// <summary>When it said so, in milliseconds since the Unix epoch, or <see langword="null"/>.</summary>
    public double? ProbedAt { get; init; }

    /// <summary>A new salt.</summary>
    public static string NewSalt() => Convert.ToHexString(RandomNumberGenerator.GetBytes(SaltLength));

    /// <summary>The digest of a secret, or of the place where it is kept.</summary>
    public static string DigestOf(string salt, SecretReference? reference, Secret value)
    {
        string text = reference is null ? $"value\n{value.Reveal()}" : $"reference\n{reference.ToJson().ToJsonString()}";
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{salt}\n{text}")));
    }

    /// <summary>Whether a profile holds the key before.</summary>
    public bool IsOld(AuthProfile? profile) => Is(profile, OldDigest);

    /// <summary>Whether a profile holds the key afterwards.</summary>
    public bool IsNew(AuthProfile? profile) => Is(profile, NewDigest);

    /// <summary>Reads a record; <see langword="null"/> when it is none.</summary>
    public static RotationRecord? Read(JsonElement json)
    {
        if (json.Member("agent").AsText() is not { } agent
            || json.Member("profileId").AsText() is not { Length: > 0 } profileId
            || AuthProfileKinds.Parse(json.Member("kind").AsText()) is not { } kind
            || json.Member("startedAt").AsNumber() is not { } startedAt
            || json.Member("salt").AsText() is not { Length: > 0 } salt
            || json.Member("old").AsText() is not { Length: > 0 } oldDigest
            || json.Member("new").AsText() is not { Length: > 0 } newDigest)
        {
            return null;
        }

        return new RotationRecord(AgentId.Parse(agent), profileId, ProviderId.Parse(json.Member("provider").AsText()), kind, startedAt)
        {
            StartedBy = json.Member("startedBy").AsText(),
            Agents = [.. TextsIn(json.Member("agents")).Select(AgentId.Parse)],
            Salt = salt,
            OldDigest = oldDigest,
            NewDigest = newDigest,
            Value = json.Member("value").AsText() is { } value ? new Secret(value) : null,
            Reference = SecretReference.Read(json.Member("reference"), out _),
            OldReference = SecretReference.Read(json.Member("oldReference"), out _),
            Expires = (long?)json.Member("expires").AsNumber(),
            KeepFor = json.Member("keepFor").AsNumber() ?? 0,
            CompletedAt = json.Member("completedAt").AsNumber(),
            KeepUntil = json.Member("keepUntil").AsNumber(),
            PreviousId = json.Member("previousId").AsText(),
            Orders = json.Member("orders").Entries().ToDictionary(entry => AgentId.Parse(entry.Name), entry => (IReadOnlyList<string>)[.. TextsIn(entry.Value)]),
            Verdict = json.Member("verdict").AsText(),
            ProbedAt = json.Member("probedAt").AsNumber(),
        };
    }

    /// <summary>The record as it is stored. It may hold a secret.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new()
        {
            ["version"] = 1,
            ["agent"] = Agent.Value,
            ["profileId"] = ProfileId,
            ["provider"] = Provider.Value,
            ["kind"] = Kind.ToStoredName(),
            ["startedAt"] = StartedAt,
            ["startedBy"] = StartedBy,
            ["agents"] = ArrayOf(Agents.Select(agent => agent.Value)),
            ["salt"] = Salt,
            ["old"] = OldDigest,
            ["new"] = NewDigest,
            ["value"] = Value?.Reveal(),
            ["reference"] = Reference?.ToJson(),
            ["oldReference"] = OldReference?.ToJson(),
            ["expires"] = Expires,
            ["keepFor"] = KeepFor,
            ["completedAt"] = CompletedAt,
            ["keepUntil"] = KeepUntil,
            ["previousId"] = PreviousId,
            ["orders"] = new JsonObject(Orders.Select(order => KeyValuePair.Create(order.Key.Value, (JsonNode?)ArrayOf(order.Value)))),
            ["verdict"] = Verdict,
            ["probedAt"] = ProbedAt,
        };
        foreach (string name in json.Where(member => member.Value is null).Select(member => member.Key).ToArray())
            json.Remove(name);

        return json;
    }

    private bool Is(AuthProfile? profile, string digest) =>
        profile is not null && profile.Kind == Kind && profile.Provider == Provider && DigestOf(Salt, profile.Reference, profile.PlainSecret) == digest;

    private static JsonArray ArrayOf(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);

    private static IEnumerable<string> TextsIn(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().Select(item => item.AsText()).OfType<string>() : [];
}

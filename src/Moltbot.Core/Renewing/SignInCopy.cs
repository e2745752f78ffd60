using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Renewing;

/// <summary>A sign-in as one agent's store holds it.</summary>
/// <param name="Agent">Whose store it is.</param>
/// <param name="Profile">The sign-in there.</param>
internal sealed record SignInCopy(AgentContext Agent, AuthProfile Profile)
{
    /// <summary>All sign-ins of an agent's own store, or what it will hold as soon as there is one.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="readings">What the operation has read.</param>
    /// <exception cref="Errors.MoltbotException">The store cannot be read.</exception>
    public static IEnumerable<SignInCopy> In(AgentContext agent, Readings readings)
    {
        StoreReading reading = agent.Store.Read(readings);
        reading.StoreOrThrow();
        return (reading.Own?.Store ?? reading.Imported).Profiles
            .Where(profile => profile.Kind == AuthProfileKind.OAuth)
            .Select(profile => new SignInCopy(agent, profile));
    }

    /// <summary>The sign-in as it is stored now; as it was where that cannot be read.</summary>
    public SignInCopy ReadAgain(Readings readings) => Agent.Store.Read(readings).Store.Find(Profile.Id) is { Kind: AuthProfileKind.OAuth } now ? this with { Profile = now } : this;

    /// <summary>
    /// Whether another is the same sign-in: it has the same refresh token, or the same id and account. What stands under the
    /// same id and says nothing of its account may be another one's.
    /// </summary>
    public bool IsSameAs(SignInCopy other) =>
        Profile.ProviderName == other.Profile.ProviderName
        && ((!Profile.Refresh.IsBlank && Profile.Refresh == other.Profile.Refresh)
            || (Profile.Id == other.Profile.Id && HasSameAccount(other.Profile)));

    /// <summary>What of this sign-in is different in a newer entry, by member.</summary>
    public JsonObject ChangesTo(JsonObject entry) => new(entry
        .Where(member => !member.Value.IsSameAs(JsonText.ToNode(Profile.Json.Member(member.Key))) || !Profile.Json.Has(member.Key))
        .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

    /// <summary>The entry in a store with changes made to it; what it does not have there is as it was read.</summary>
    public JsonElement With(JsonObject changes, StoreContent document)
    {
        JsonElement stored = document.Entry(Profile.Id);
        JsonObject entry = JsonText.ToNode(stored.ValueKind == JsonValueKind.Object ? stored : Profile.Json)!.AsObject();
        foreach ((string name, JsonNode? value) in changes)
            entry[name] = value?.DeepClone();

        return JsonText.ToElement(entry);
    }

    private bool HasSameAccount(AuthProfile other) =>
        (TextOf(Profile, "accountId"), TextOf(other, "accountId")) is ({ } own, { } others) ? own == others : Profile.Email is { } email && email == other.Email;

    private static string? TextOf(AuthProfile profile, string member) => profile.Json.Member(member).AsText() is { Length: > 0 } text ? text : null;
}

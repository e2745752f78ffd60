using System.Text.Json;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Sessions;

/// <summary>A session's entry in its store: a view over its JSON (docs/gateway/sessions.md §1.1).</summary>
internal sealed class SessionEntry(string key, JsonElement json)
{
    private const string Id = "sessionId";
    private const string Updated = "updatedAt";
    private const string Provider = "providerOverride";
    private const string Model = "modelOverride";
    private const string Profile = "authProfileOverride";
    private const string Source = "authProfileOverrideSource";
    private const string CompactionsThen = "authProfileOverrideCompactionCount";

    /// <summary>The key of the session.</summary>
    public string Key { get; } = key;

    /// <summary>The id that the session's transcript is named after, or <see langword="null"/>.</summary>
    public string? SessionId => json.Member(Id).AsText();

    /// <summary>Whether the gateway passes over its id, its time or something of its pins because of its type.</summary>
    public bool HasPassedOver =>
        new[] { Provider, Model, Profile, Source, Id }.Any(name => !IsOf(JsonValueKind.String, name))
        || new[] { CompactionsThen, Updated }.Any(name => !IsOf(JsonValueKind.Number, name));

    /// <summary>When it was last changed, in milliseconds since the Unix epoch, or <see langword="null"/>.</summary>
    public double? UpdatedAt => json.Member(Updated).AsNumber();

    /// <summary>The pinned profile without white space around it, or <see langword="null"/>.</summary>
    public string? ProfileOverride => Pin.Profile;

    /// <summary>The pinned profile as it is stored, or <see langword="null"/>.</summary>
    public string? StoredProfileOverride => Pin.StoredProfile;

    /// <summary>Who pinned the profile, as it is stored, or <see langword="null"/>.</summary>
    public string? StoredSource => Pin.Source;

    /// <summary>How often the history had been compacted when the gateway pinned the profile, or <see langword="null"/>.</summary>
    public double? CompactionsWhenPinned => Pin.Compactions;

    /// <summary>How often the history has been compacted.</summary>
    public double Compactions => json.Member("compactionCount").AsNumber() ?? 0;

    /// <summary>Who pinned the profile (docs/gateway/sessions.md §10, 4).</summary>
    public PinSource PinnedBy => (StoredSource ?? (CompactionsWhenPinned is null ? "user" : "auto")) switch
    {
        _ when ProfileOverride is null => PinSource.None,
        "user" => PinSource.User,
        _ => PinSource.Auto,
    };

    /// <summary>The entry when the session starts anew: without any pin.</summary>
    public SessionEntry Unpinned => new(Key, default);

    /// <summary>The pinned model; <see langword="null"/> when there is none. A provider alone pins nothing.</summary>
    public ModelReference? ModelOverride(ProviderId defaultProvider) => NonBlank(Model) is { } model
        ? new ModelReference(NonBlank(Provider) is { } provider ? ProviderId.Parse(provider) : defaultProvider, model)
        : null;

    /// <summary>Takes the profile's pin away.</summary>
    public static SessionEdit Unpin(double now) => SessionEdit.None.Remove(Profile, Source, CompactionsThen).Set(Updated, now);

    /// <summary>Pins the profile that the gateway has chosen.</summary>
    public static SessionEdit PinAutomatically(string profileId, double compactions, double now) => SessionEdit.None
        .Set(Profile, profileId)
        .Set(Source, "auto")
        .Set(CompactionsThen, compactions)
        .Set(Updated, now);

    /// <summary>What it takes to pin a model and perhaps a profile for a person (docs/gateway/sessions.md §7); nothing when that is so already.</summary>
    public SessionEdit Select(ModelReference? model, string? profileId, double now)
    {
        SessionEdit edit = Change(Provider, model?.Provider.Value)
            .Then(Change(Model, model?.Model))
            .Then(Change(Profile, profileId))
            .Then(Change(Source, profileId is null ? null : "user"))
            .Then(json.Has(CompactionsThen) ? SessionEdit.None.Remove(CompactionsThen) : SessionEdit.None);
        return edit.IsEmpty ? edit : edit.Set(Updated, now);
    }

    /// <summary>What the rules ask for again and again, read once.</summary>
    private StoredPin Pin => field ??= new StoredPin(json);

    private SessionEdit Change(string member, string? value)
    {
        if (value is null)
            return json.Has(member) ? SessionEdit.None.Remove(member) : SessionEdit.None;

        return json.Member(member).AsText() == value ? SessionEdit.None : SessionEdit.None.Set(member, value);
    }

    private bool IsOf(JsonValueKind kind, string member) => json.Member(member).ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || json.Member(member).ValueKind == kind;

    private string? NonBlank(string member) => NonBlankText(json.Member(member).AsText());

    private static string? NonBlankText(string? stored) => EcmaScriptText.Trim(stored ?? "") is { Length: > 0 } text ? text : null;

    /// <summary>What is stored about the pin to a profile.</summary>
    private sealed class StoredPin
    {
        public StoredPin(JsonElement json)
        {
            StoredProfile = json.Member(SessionEntry.Profile).AsText();
            Profile = NonBlankText(StoredProfile);
            Source = json.Member(SessionEntry.Source).AsText();
            Compactions = json.Member(CompactionsThen).AsNumber();
        }

        public string? StoredProfile { get; }

        public string? Profile { get; }

        public string? Source { get; }

        public double? Compactions { get; }
    }
}

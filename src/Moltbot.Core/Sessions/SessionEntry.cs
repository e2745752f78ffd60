using System.Text.Json;
using System.Text.Json.Nodes;
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
    private const string ModelSource = "modelOverrideSource";
    private const string RunModel = "model";
    private const string RunProvider = "modelProvider";

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
        "user" or "user-link" => PinSource.User,
        _ => PinSource.Auto,
    };

    /// <summary>The name of the model that the session has used last, without its provider, or <see langword="null"/>.</summary>
    public string? RunTimeModel => NonBlank(RunModel);

    /// <summary>Whether a gateway of today lets nobody choose the session's model, because something else owns it.</summary>
    public bool IsModelLocked => json.Member("modelSelectionLocked").ValueKind == JsonValueKind.True;

    /// <summary>The entry when the session starts anew: without any pin.</summary>
    public SessionEntry Unpinned => new(Key, default);

    /// <summary>The same where a gateway of today is at work: what a person has chosen stays (docs/gateway/later.md §5).</summary>
    public SessionEntry WithoutAutomaticPins
    {
        get
        {
            JsonObject kept = JsonText.ToNode(json) as JsonObject ?? [];
            if (!IsModelChosen)
            {
                kept.Remove(Provider);
                kept.Remove(Model);
            }

            if (StoredSource is not (null or "user") || PinnedBy != PinSource.User)
                kept.Remove(Profile);

            return new SessionEntry(Key, JsonText.ToElement(kept));
        }
    }

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

    /// <summary>
    /// The same as a gateway of today does it (docs/gateway/later.md §5), which also remembers who has chosen the model, and forgets what
    /// it knew of the model that is not used any more. A pin to a profile of the provider stays if no other profile is named.
    /// </summary>
    /// <param name="model">The model; <see langword="null"/> for the default.</param>
    /// <param name="used">The model that is used then.</param>
    /// <param name="profileId">The profile; <see langword="null"/> for none.</param>
    /// <param name="keepsProfile">Whether a pin to a profile stays where none is named.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    public SessionEdit SelectToday(ModelReference? model, ModelReference used, string? profileId, bool keepsProfile, double now)
    {
        SessionEdit choice = Change(Provider, model?.Provider.Value).Then(Change(Model, model?.Model));
        bool hasRun = json.Has(RunModel) || json.Has(RunProvider);
        bool isAnother = hasRun && (NonBlank(RunModel) != used.Model || (NonBlank(RunProvider) is { } provider && provider != used.Provider.Value));
        SessionEdit edit = choice
            .Then(Change(ModelSource, model is null ? null : "user"))
            .Then(Change("modelOverrideRouteResolution", model is null ? null : "resolved"))
            .Then(Forget("modelOverrideFallbackOriginProvider", "modelOverrideFallbackOriginModel"))
            .Then(hasRun && (isAnother || !choice.IsEmpty) ? Forget(RunModel, RunProvider) : SessionEdit.None)
            .Then(isAnother || !choice.IsEmpty ? Forget("contextTokens", "contextTokensSource", "contextBudgetStatus") : SessionEdit.None);
        if (profileId is not null || !keepsProfile)
            edit = edit.Then(Change(Profile, profileId)).Then(Change(Source, profileId is null ? null : "user")).Then(Forget(CompactionsThen));

        return edit.IsEmpty ? edit : edit.Then(Forget("fallbackNotice")).Set(Updated, now);
    }

    /// <summary>Whether a person has chosen the model that the session is pinned to, and not the gateway, where the default could not be used.</summary>
    private bool IsModelChosen => json.Member(ModelSource).AsText() switch
    {
        "user" => true,
        null => !json.Has("modelOverrideFallbackOriginModel"),
        _ => false,
    };

    /// <summary>What the rules ask for again and again, read once.</summary>
    private StoredPin Pin => field ??= new StoredPin(json);

    private SessionEdit Forget(params IEnumerable<string> members) => SessionEdit.None.Remove(members.Where(member => json.Has(member)));

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

using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Core.Sessions;
using Moltbot.Core.Sessions.January;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>Which profile a session sticks to, in the shape in which it was recorded.</summary>
internal static class SessionOverrideOutcome
{
    private const string StorePath = "sessions.json";

    /// <summary>Looks the session up in a store with nothing but it, or without it, and applies what the next message changes there.</summary>
    public static JsonObject Of(JsonObject input)
    {
        string key = input.Text("sessionKey") ?? "";
        byte[] before = Encoding.UTF8.GetBytes(RecordedValues.ToText(input["entry"] is { } entry ? new JsonObject { [key] = entry.DeepClone() } : []));
        if (SessionText.Read(before, StorePath).Find(key) is not { } session)
            return Outcome(null, before, key);

        StickyProfile sticky = RuleOf(input).Resolve(session, input["isNewSession"]!.GetValue<bool>());
        Dictionary<string, SessionEdit> edits = new(StringComparer.Ordinal) { [key] = sticky.EditAt(input.Now()) };
        return Outcome(sticky.ProfileId, SessionText.Edit(before, StorePath, edits), key);
    }

    private static StickyProfileRule RuleOf(JsonObject input)
    {
        AuthProfileStore store = AuthProfileStore.Read(JsonText.Parse(Encoding.UTF8.GetBytes(RecordedValues.ToText(input["store"]))))!;
        ProviderId provider = ProviderId.Parse(input.Text("provider"));
        return new StickyProfileRule(store, provider, CandidateOrder.Resolve(store, input.Configuration(), provider, input.Now()), input.Now());
    }

    private static JsonObject Outcome(string? profileId, byte[] sessions, string key) => new()
    {
        ["profileId"] = profileId,
        ["entry"] = RecordedValues.Decode(JsonNode.Parse(sessions)![key]),
    };
}

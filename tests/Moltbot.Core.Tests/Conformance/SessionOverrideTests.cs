using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Core.Sessions;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class SessionOverrideTests
{
    public static TheoryData<string> Cases => Recording.Cases("session-override");

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void A_session_sticks_to_the_recorded_profile(string id)
    {
        ConformanceCase recorded = Recording.Open("session-override", id);
        JsonObject input = recorded.Input;
        if (input["entry"] is not JsonObject entry)
        {
            recorded.Expected.ToJsonString().ShouldBe("""{"profileId":null,"entry":null}""");
            return;
        }

        AuthProfileStore store = AuthProfileStore.Read(JsonText.Parse(Encoding.UTF8.GetBytes(RecordedNumbers.ToText(input["store"]))))!;
        ProviderId provider = ProviderId.Parse(input.Text("provider"));
        StickyProfile sticky = input.Text("sessionKey") is { Length: > 0 } key
            ? new StickyProfileRule(store, provider, CandidateOrder.Resolve(store, input.Configuration(), provider, input.Now()), input.Now())
                .Resolve(new SessionEntry(key, JsonText.ToElement(entry)), input["isNewSession"]!.GetValue<bool>())
            : new StickyProfile(entry.Text("authProfileOverride"), SessionEdit.None);

        JsonObject actual = new() { ["profileId"] = sticky.ProfileId, ["entry"] = sticky.Edit.ApplyTo(entry) };
        JsonDifference.Find(recorded.Expected, actual).ShouldBeNull();
    }
}

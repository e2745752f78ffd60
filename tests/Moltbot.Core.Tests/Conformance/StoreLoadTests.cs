using System.Text.Json.Nodes;
using Moltbot.Core.Profiles;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class StoreLoadTests
{
    [Theory]
    [Recordings("store-load")]
    public void The_store_in_memory_is_the_recorded_one(string id)
    {
        ConformanceCase recorded = Recording.Open("store-load", id);
        JsonObject input = recorded.Input;
        using TemporaryHome home = new();
        input.LayOutFiles(home);
        string before = home.Fingerprint();

        StoreReading reading = StoreLoadOutcome.Read(input, home);

        reading.Errors.Select(error => error.Path).ShouldBe(Unreadable(recorded).Select(path => home[path]), ignoreOrder: true);
        JsonDifference.Find(WithObjects(recorded.Expected["store"]!), RecordedValues.Decode(reading.Store.ToJson())).ShouldBeNull();
        recorded.Expected["files"]!.AsObject().ShouldAllBe(file => file.Value!["unchanged"]!.GetValue<bool>());
        home.Fingerprint().ShouldBe(before);
    }

    /// <summary>In the place of an object a list means the same for the reference as one with its indexes as names, and we show it so.</summary>
    private static JsonObject WithObjects(JsonNode store) => new(store.AsObject().Select(member => KeyValuePair.Create(
        member.Key,
        member.Value is JsonArray items ? new JsonObject(items.Select((item, index) => KeyValuePair.Create($"{index}", item?.DeepClone()))) : member.Value?.DeepClone())));

    private static IEnumerable<string> Unreadable(ConformanceCase recorded) =>
        recorded.Expected["unreadable"] is JsonArray paths ? paths.Select(path => path!.GetValue<string>()) : [];
}

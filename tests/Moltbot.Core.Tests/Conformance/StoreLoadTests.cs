using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class StoreLoadTests
{
    public static TheoryData<string> Cases => Recording.Cases("store-load");

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void The_store_in_memory_is_the_recorded_one(string id)
    {
        ConformanceCase recorded = Recording.Open("store-load", id);
        JsonObject input = recorded.Input;
        using TemporaryHome home = new();
        input.LayOutFiles(home);
        string before = home.Fingerprint();

        StoreReading reading = Read(input, home);

        reading.Errors.Select(error => error.Path).ShouldBe(Unreadable(recorded).Select(path => home[path]), ignoreOrder: true);
        JsonDifference.Find(recorded.Expected["store"], reading.Store.ToJson()).ShouldBeNull();
        recorded.Expected["files"]!.AsObject().ShouldAllBe(file => file.Value!["unchanged"]!.GetValue<bool>());
        home.Fingerprint().ShouldBe(before);
    }

    private static IEnumerable<string> Unreadable(ConformanceCase recorded) =>
        recorded.Expected["unreadable"] is JsonArray paths ? paths.Select(path => path!.GetValue<string>()) : [];

    private static StoreReading Read(JsonObject input, TemporaryHome home)
    {
        ProcessEnvironment environment = input.Environment(home);
        InstallationPaths paths = InstallationPaths.Locate(environment);
        AgentStoreFiles main = Locate(paths.MainAgentDirectory);
        AgentStoreFiles own = input.Text("agentDir") is { } directory ? Locate(UserPath.Expand(home.Expand(directory), environment)) : main;
        return new AgentStore(own, main, InstallationLayout.OfFile, ManualTimeProvider.AtUnixMilliseconds(input.Now())).Read();

        AgentStoreFiles Locate(string agentDirectory) => AgentStoreFiles.Locate(agentDirectory, paths.OAuthDirectory, environment.HomeDirectory);
    }
}

using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Installation;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Configuration;

public sealed class DotEnvConformanceTests
{
    public static TheoryData<string> Texts => [.. ConformanceVectors.Ids("dotenv")];

    public static TheoryData<string> Loads => [.. ConformanceVectors.Ids("dotenv-load")];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_file_says_what_was_recorded(string id)
    {
        ConformanceCase recorded = ConformanceVectors.Case("dotenv", id);

        JsonObject map = ToJson(DotEnvReader.Read(recorded.Input["text"]!.GetValue<string>()));

        JsonDifference.Find(recorded.Expected["map"], map).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Loads))]
    public void The_environment_becomes_what_was_recorded(string id)
    {
        ConformanceCase recorded = ConformanceVectors.Case("dotenv-load", id);
        using TemporaryHome home = new();
        ProcessEnvironment environment = RecordedInstallation.Lay(home, recorded.Input);

        ProcessEnvironment loaded = DotEnv.Load(environment).Environment;

        JsonDifference.Find(recorded.Expected["env"], RecordedInstallation.Collapse(home, ToJson(loaded.Variables))).ShouldBeNull();
    }

    private static JsonObject ToJson(IEnumerable<KeyValuePair<string, string>> variables) =>
        new(variables.Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)variable.Value)));
}

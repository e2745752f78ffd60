using System.Text.Json.Nodes;
using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Installation;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class DotEnvTests
{
    [Theory]
    [Recordings("dotenv")]
    public void A_file_says_what_was_recorded(string id)
    {
        ConformanceCase recorded = Recording.Open("dotenv", id);

        JsonObject map = InputReading.ToJson(DotEnvReader.Read(recorded.Input.Text("text")!));

        JsonDifference.Find(recorded.Expected["map"], map).ShouldBeNull();
    }

    [Theory]
    [Recordings("dotenv-load")]
    public void The_environment_becomes_what_was_recorded(string id)
    {
        ConformanceCase recorded = Recording.Open("dotenv-load", id);
        using TemporaryHome home = new();
        recorded.Input.LayOutFiles(home);

        ProcessEnvironment loaded = DotEnv.Load(recorded.Input.Environment(home)).Environment;

        JsonNode? actual = InputReading.Collapse(InputReading.ToJson(loaded.Variables), home);
        JsonDifference.Find(recorded.Expected["env"], actual).ShouldBeNull();
    }
}

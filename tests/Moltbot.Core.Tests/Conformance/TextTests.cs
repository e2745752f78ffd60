using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class TextTests
{
    [Theory]
    [Recordings("text")]
    public void A_text_function_gives_what_was_recorded(string id)
    {
        ConformanceCase recorded = Recording.Open("text", id);
        recorded.NeedsLanguages();
        string function = recorded.Input.Text("fn")!;
        JsonObject arguments = recorded.Input["args"]!.AsObject();

        if (function == "parseDurationMs")
            CheckDuration(recorded.Expected, arguments);
        else if (function == "validateAnthropicSetupToken")
            (SetupToken.Problem(arguments.Text("raw")!) is null).ShouldBe(recorded.Expected["value"] is null);
        else
            JsonDifference.Find(recorded.Expected["value"], Call(function, arguments)).ShouldBeNull();
    }

    private static void CheckDuration(JsonObject expected, JsonObject arguments)
    {
        double? milliseconds = DurationText.ParseMilliseconds(arguments.Text("raw")!, arguments.Text("defaultUnit") ?? "ms");

        if (expected.ContainsKey("error"))
            milliseconds.ShouldBeNull();
        else
            milliseconds.ShouldBe(expected["value"]!.GetValue<double>());
    }

    private static JsonNode? Call(string function, JsonObject arguments) => function switch
    {
        "normalizeProviderId" => ProviderId.Parse(arguments.Text("provider")).Value,
        "normalizeAgentId" => AgentId.Parse(arguments.Text("value")).Value,
        "maskApiKey" => new Secret(arguments.Text("value")!).Mask(),
        "formatRemainingShort" => DurationText.Remaining(arguments["ms"]?.GetValue<double>()),
        "normalizeTokenProfileName" => TokenProfileId.NormalizeName(arguments.Text("raw")!),
        "buildTokenProfileId" => TokenProfileId.Create(arguments.Text("provider")!, arguments.Text("name")!),
        "parseModelRef" => ToJson(ModelReference.Parse(arguments.Text("raw")!, arguments.Text("defaultProvider"))),
        "profileDisplayLabel" => LabelOf(arguments),
        _ => throw new InvalidOperationException($"no such function: {function}"),
    };

    private static JsonNode? ToJson(ModelReference? reference) => reference is not { } model
        ? null
        : new JsonObject { ["provider"] = model.Provider.Value, ["model"] = model.Model };

    internal static string LabelOf(JsonObject arguments)
    {
        string profileId = arguments.Text("profileId")!;
        MoltbotConfiguration configuration = arguments.Configuration();
        return ProfileLabel.Of(profileId, arguments.Store().Find(profileId), configuration);
    }
}

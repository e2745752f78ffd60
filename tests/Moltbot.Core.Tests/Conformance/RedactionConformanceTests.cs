using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Text;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class RedactionConformanceTests
{
    public static TheoryData<string> Cases => Recording.Cases("redact");

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void What_is_left_of_a_text_is_what_was_recorded(string id)
    {
        ConformanceCase recorded = Recording.Open("redact", id);
        string text = recorded.Input.Text("text")!;

        string actual = recorded.Input.Text("fn") switch
        {
            "secrets" => Redaction.HideNamed(text),
            "sensitive" => new LogRedaction(ConfigurationOf(recorded.Input["options"]!)).Apply(text),
            "toolDetail" => new LogRedaction(new MoltbotConfiguration(recorded.Input["config"]!.AsObject())).Apply(text),
            string other => throw new InvalidOperationException($"no such function: {other}"),
            null => throw new InvalidOperationException("a case without its function"),
        };

        actual.ShouldBe(recorded.Expected.Text("text"));
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void What_is_hidden_stays_hidden_when_it_is_looked_at_again(string id)
    {
        string shown = Redaction.Hide(Recording.Open("redact", id).Input.Text("text")!);

        Redaction.Hide(shown).ShouldBe(shown);
    }

    private static MoltbotConfiguration ConfigurationOf(JsonNode options) => new(new JsonObject
    {
        ["logging"] = new JsonObject { ["redactSensitive"] = options["mode"]?.DeepClone(), ["redactPatterns"] = options["patterns"]?.DeepClone() },
    });
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moltbot.Core.Json5;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>The configuration that a recorded run complained about.</summary>
internal static partial class RecordedConfiguration
{
    /// <summary>Where it is, relative to the home directory, or <see langword="null"/> when nothing is wrong with it.</summary>
    public static string? UnusableConfiguration(this ConformanceCase recorded)
    {
        Match complaint = Complaint().Match(recorded.Complaint());
        return recorded.Expected["exitCode"]!.ToString() == "1" && complaint.Success ? complaint.Groups["path"].Value : null;
    }

    /// <summary>The recorded input with a configuration that is changed.</summary>
    public static JsonObject InputWithConfiguration(this ConformanceCase recorded, string path, Func<JsonNode, JsonNode> change)
    {
        JsonObject input = recorded.Input.DeepClone().AsObject();
        input["files"]![path] = new JsonObject { ["json"] = change(input["files"]![path]!) };
        return input;
    }

    /// <summary>A configuration file as JSON.</summary>
    public static JsonObject Read(JsonNode file) =>
        (file["text"] is { } text ? Json5Document.Parse(text.GetValue<string>()).Root.ToJson()! : file["json"]!.DeepClone()).AsObject();

    [GeneratedRegex(@"^(?:Failed to read|Invalid) config at \$HOME/(?<path>.+?\.json)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Complaint();
}

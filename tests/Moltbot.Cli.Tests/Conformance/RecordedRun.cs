using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Text;
using Moltbot.Cli.Tests.Running;
using Moltbot.Core.Json5;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance;

/// <summary>Repeats a recorded run, and says what came of it in the shape in which it was recorded.</summary>
internal static partial class RecordedRun
{
    /// <summary>A file of another feature, which the gateway writes along the way.</summary>
    private const string Ignored = "agent/models.json";

    /// <summary>Lays out the files of an input, runs its command line, and describes the outcome.</summary>
    /// <param name="input">The input.</param>
    /// <param name="expected">What is expected; where it gives times relative to now, so does the outcome if they are right.</param>
    public static JsonObject Repeat(JsonObject input, JsonObject? expected = null) =>
        Repeat(input, expected, static (scene, arguments) => scene.Run(arguments));

    /// <summary>As <see cref="Repeat(JsonObject, JsonObject?)"/>, on a terminal. What is shown there is not compared.</summary>
    public static JsonObject RepeatOnTerminal(JsonObject input, JsonObject expected)
    {
        TerminalInput[] typed = [.. input["typed"]!.AsArray().Select(entry => new TerminalInput(entry!["after"]!.GetValue<string>(), entry["send"]!.GetValue<string>()))];
        JsonObject outcome = Repeat(input, expected, (scene, arguments) => scene.RunOnTerminal(arguments, typed));
        outcome.Remove("stdout");
        outcome.Remove("stderr");
        return outcome;
    }

    private static JsonObject Repeat(JsonObject input, JsonObject? expected, Func<CommandScene, string[], CommandOutcome> run)
    {
        using CommandScene scene = new();
        double now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        LayOut(input["files"] as JsonObject ?? [], scene.Home, now);
        scene.WorkingDirectory = input["cwd"]?.GetValue<string>() ?? "";
        foreach ((string name, JsonNode? value) in input["env"] as JsonObject ?? [])
            scene.Environment[name] = value!.GetValue<string>();

        Dictionary<string, string> before = FingerprintsOf(scene.Home);
        CommandOutcome outcome = run(scene, [.. input["argv"]!.AsArray().Select(argument => argument!.GetValue<string>())]);
        JsonObject described = new()
        {
            ["exitCode"] = outcome.ExitCode,
            ["stdout"] = Describe(scene.Home.Collapse(outcome.Output.TrimEnd()), expected?["stdout"]),
            ["stderr"] = outcome.ErrorLines.Any(line => line.Trim().Length > 0),
            ["files"] = DescribeFiles(scene.Home, before, expected?["files"]),
        };
        return RecordedTimes.Relative(described, expected, now)!.AsObject();
    }

    /// <summary>An expectation without what is informative only.</summary>
    public static JsonObject Comparable(JsonObject expected) => new()
    {
        ["exitCode"] = expected["exitCode"]!.DeepClone(),
        ["stdout"] = expected["stdout"]!.DeepClone(),
        ["stderr"] = expected["stderrFirstLine"]!.GetValue<string>().Length > 0,
        ["files"] = new JsonObject(expected["files"]!.AsObject()
            .Where(file => !file.Key.EndsWith(Ignored, StringComparison.Ordinal))
            .Select(file => KeyValuePair.Create(file.Key, file.Value?.DeepClone()))),
    };

    /// <summary>Takes what comes of an input as the expectation of a case: a rule says what the input is, or what else differs.</summary>
    public static void ExpectOutcomeOf(this ConformanceCase recorded, JsonObject input)
    {
        JsonObject outcome = Repeat(input);
        recorded.Expected["exitCode"] = outcome["exitCode"]!.DeepClone();
        recorded.Expected["stdout"] = RecordedTimes.Recorded(outcome["stdout"], DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        recorded.Expected["files"] = outcome["files"]!.DeepClone();
    }

    private static void LayOut(JsonObject files, TemporaryHome home, double now)
    {
        foreach ((string path, JsonNode? file) in files)
        {
            if (file!["symlink"]?.GetValue<string>() is { } target)
                Link(home[path], home.Expand(target));
            else
                home.Write(path, file["text"]?.GetValue<string>() ?? JsonDifference.Show(RecordedTimes.Absolute(file["json"], now)));
        }
    }

    private static void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        SymbolicLink.Make(path, target);
    }

    private static JsonObject Describe(string text, JsonNode? expected) => expected?["json"] is not null || LooksLikeJson(text)
        ? new JsonObject { ["json"] = JsonNode.Parse(text) }
        : new JsonObject { ["text"] = text };

    private static JsonObject DescribeFiles(TemporaryHome home, Dictionary<string, string> before, JsonNode? expected)
    {
        JsonObject files = [];
        foreach ((string path, string fingerprint) in FingerprintsOf(home))
        {
            if (path.EndsWith(Ignored, StringComparison.Ordinal))
                continue;

            if (fingerprint.StartsWith("-> ", StringComparison.Ordinal))
                files[path] = new JsonObject { ["symlink"] = home.Collapse(fingerprint["-> ".Length..]) };
            else if (before.GetValueOrDefault(path) == fingerprint)
                files[path] = new JsonObject { ["unchanged"] = true };
            else
                files[path] = DescribeFile(path, home.Collapse(File.ReadAllText(home[path], Encoding.UTF8)), expected?[path]);
        }

        return files;
    }

    /// <summary>Only the configuration and what it includes may be written in JSON5.</summary>
    private static JsonObject DescribeFile(string path, string text, JsonNode? expected)
    {
        bool isConfiguration = path.Contains("moltbot.json", StringComparison.Ordinal) || path.Contains(".json5", StringComparison.Ordinal);
        if (!isConfiguration)
            return Describe(text, expected);

        return expected?["text"] is null
            ? new JsonObject { ["json"] = Json5Document.Parse(text).Root.ToJson() }
            : new JsonObject { ["text"] = text };
    }

    private static bool LooksLikeJson(string text) => text.StartsWith('{') && text.EndsWith('}');

    /// <summary>Every file and link with what tells it from others, directories left out.</summary>
    private static Dictionary<string, string> FingerprintsOf(TemporaryHome home) => home.Fingerprint()
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => FingerprintLine().Match(line))
        .Where(entry => entry.Groups["content"].Value != "directory")
        .ToDictionary(entry => entry.Groups["path"].Value, entry => entry.Groups["content"].Value, StringComparer.Ordinal);

    [GeneratedRegex("^(?<path>.+?) (?<content>-> .+|[^ ]+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex FingerprintLine();
}

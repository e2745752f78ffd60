using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>
/// The status names the keys that were taken from the login shell. The reference loads the configuration twice; the
/// second time it finds these keys in its own environment and takes them for its user's.
/// </summary>
internal sealed partial class KeysOfTheLoginShellAreNamed : Deviation
{
    public override IReadOnlyList<string> Kinds => ["cli"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        string[] keys = recorded.IsStatus() ? KeysOfTheShell(recorded) : [];
        bool rewritten = false;
        if (recorded.Expected["stdout"]!["json"]?["auth"] is JsonObject auth && IsForgotten(auth["shellEnvFallback"]!, keys))
        {
            auth["shellEnvFallback"]!["appliedKeys"] = new JsonArray([.. keys]);
            rewritten = true;
        }

        if (recorded.Expected["stdout"]!["text"]?.GetValue<string>() is { } text && ShellIsOn().IsMatch(text) && keys.Length > 0)
        {
            recorded.Expected["stdout"]!["text"] = ShellIsOn().Replace(text, $"$0 (applied: {string.Join(", ", keys)})");
            rewritten = true;
        }

        if (rewritten)
            recorded.Expected["stdout"] = NameSources(recorded.Expected["stdout"], keys);

        return rewritten;
    }

    private static bool IsForgotten(JsonNode fallback, string[] keys) =>
        fallback["enabled"]!.GetValue<bool>() && fallback["appliedKeys"]!.AsArray().Count == 0 && keys.Length > 0;

    /// <summary>The keys that the shell's start-up file sets. With one of them in the environment the shell is not asked.</summary>
    private static string[] KeysOfTheShell(ConformanceCase recorded)
    {
        string variables = string.Join('\n', (recorded.Input["env"] as JsonObject ?? []).Select(variable => $"{variable.Key}={variable.Value}"));
        IEnumerable<string> environment = recorded.FilesBefore()
            .Where(file => Path.GetFileName(file.Key) == ".env")
            .Select(file => TextOf(file.Value))
            .Append(variables);
        return environment.SelectMany(KeysIn).Any() ? [] : [.. KeysIn(TextOf(recorded.FilesBefore()[".profile"]))];
    }

    private static IEnumerable<string> KeysIn(string text)
    {
        HashSet<string> assigned = [.. Assignment().Matches(text).Select(match => match.Groups["name"].Value)];
        return LoginShellImport.ExpectedKeys.Where(assigned.Contains);
    }

    private static string TextOf(JsonNode? file) => file?["text"]?.GetValue<string>() ?? "";

    private static JsonNode? NameSources(JsonNode? node, string[] keys) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, NameSources(member.Value, keys)))),
        JsonArray items => new JsonArray([.. items.Select(item => NameSources(item, keys))]),
        JsonValue value when value.TryGetValue(out string? text) => Regex.Replace(text, $@"(?<=\A|source=)env: (?={string.Join('|', keys)})", "shell env: "),
        _ => node?.DeepClone(),
    };

    /// <summary>A variable that gets a value which is not blank.</summary>
    [GeneratedRegex(@"^(?:export +)?(?<name>\w+)=['""]?[^\s'""]", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Assignment();

    [GeneratedRegex("^Shell env +: on$", RegexOptions.Multiline)]
    private static partial Regex ShellIsOn();
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>
/// Top-level sections of the configuration that are none of ours are not checked, and one that nobody knows is a warning,
/// where the reference refuses to do anything. Where nothing else was wrong, the outcome is what it is without them.
/// </summary>
internal sealed partial class ForeignSectionsAreLeftAlone : Deviation
{
    private static readonly string[] OurSections = ["env", "meta", "auth", "models", "agents"];

    /// <summary>Members of older versions make a configuration invalid, wherever they are.</summary>
    private static readonly string[] LegacyMembers = ["tools.bash", "messages.tts.enabled", "gateway.token"];

    public override IReadOnlyList<string> Kinds => ["cli"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        Match issues = Issues().Match(recorded.Complaint());
        string[] unknown = Captured(issues, "unknown");
        string[] paths = Captured(issues, "path");
        if (recorded.UnusableConfiguration() is not { } path || !issues.Success || !paths.All(IsForeign))
            return false;

        recorded.ExpectOutcomeOf(recorded.InputWithConfiguration(path, file =>
        {
            JsonObject configuration = RecordedConfiguration.Read(file);
            foreach (string section in unknown.Concat(paths.Select(SectionOf)))
                configuration.Remove(section);

            return configuration;
        }));
        if (unknown.Length == 0)
            recorded.Expected["stderrFirstLine"] = "";

        return true;
    }

    private static bool IsForeign(string path) => !OurSections.Contains(SectionOf(path)) && !LegacyMembers.Contains(path);

    private static string SectionOf(string path) => path.Split('.')[0];

    private static string[] Captured(Match match, string group) => [.. match.Groups[group].Captures.Select(capture => capture.Value)];

    /// <summary>Names of unknown sections and paths of other issues. A line break is recorded as the two characters that stand for one.</summary>
    [GeneratedRegex("""^Invalid config at [^:]+:(?:\\n- (?:<root>: Unrecognized keys?: "(?<unknown>[^"]+)"(?:, "(?<unknown>[^"]+)")*|(?<path>[^<:]+): (?:(?!\\n- ).)+))+$""", RegexOptions.ExplicitCapture)]
    private static partial Regex Issues();
}

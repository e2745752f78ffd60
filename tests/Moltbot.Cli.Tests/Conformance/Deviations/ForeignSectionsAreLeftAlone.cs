using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>
/// A top-level section of the configuration that nobody knows is a warning, where the reference refuses to do anything.
/// Where nothing else was wrong, the outcome is what it is without these sections.
/// </summary>
internal sealed partial class ForeignSectionsAreLeftAlone : Deviation
{
    public override IReadOnlyList<string> Kinds => ["cli"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.UnusableConfiguration() is not { } path || UnknownSections(recorded) is not { Length: > 0 } sections)
            return false;

        recorded.ExpectOutcomeOf(recorded.InputWithConfiguration(path, file =>
        {
            JsonObject configuration = RecordedConfiguration.Read(file);
            foreach (string section in sections)
                configuration.Remove(section);

            return configuration;
        }));
        return true;
    }

    /// <summary>The sections, if there is no other issue.</summary>
    private static string[]? UnknownSections(ConformanceCase recorded)
    {
        Match issue = OnlyUnknownSections().Match(recorded.Complaint());
        return issue.Success ? [.. issue.Groups["name"].Captures.Select(name => name.Value)] : null;
    }

    /// <summary>The line breaks of the message are recorded as the two characters that stand for one.</summary>
    [GeneratedRegex("""^Invalid config at [^:]+:\\n- <root>: Unrecognized keys?: "(?<name>[^"]+)"(?:, "(?<name>[^"]+)")*$""", RegexOptions.ExplicitCapture)]
    private static partial Regex OnlyUnknownSections();
}

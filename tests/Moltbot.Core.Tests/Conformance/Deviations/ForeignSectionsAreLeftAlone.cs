using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// Top-level sections that are none of env, meta, auth, models and agents are not checked, and one that nobody knows is
/// a warning. Where nothing else was wrong, the configuration counts as what it is without these sections.
/// </summary>
internal sealed class ForeignSectionsAreLeftAlone : Deviation
{
    private static readonly string[] OurSections = ["env", "meta", "auth", "models", "agents"];

    private static readonly string[] KnownSections =
    [
        "wizard", "diagnostics", "logging", "update", "browser", "ui", "nodeHost", "tools", "bindings", "broadcast", "audio",
        "media", "messages", "commands", "approvals", "session", "cron", "hooks", "web", "channels", "discovery", "canvasHost",
        "talk", "gateway", "skills", "plugins",
    ];

    /// <summary>Members of older versions make a configuration invalid, wherever they are.</summary>
    private static readonly string[] LegacyMembers = ["tools.bash", "messages.tts.enabled", "gateway.token"];

    public override IReadOnlyList<string> Kinds => ["config-load"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        JsonArray issues = recorded.Expected["issues"]!.AsArray();
        JsonObject[] foreign = [.. issues.OfType<JsonObject>().Where(IsForeign)];
        if (foreign.Length == 0)
            return false;

        foreach (JsonObject issue in foreign)
            issues.Remove(issue);
        if (issues.Count == 0)
            ExpectWhatIsLeft(recorded);

        return true;
    }

    private static bool IsForeign(JsonObject issue)
    {
        string path = issue.Text("path")!;
        return path.Length == 0
            ? issue.Text("message")!.StartsWith("Unrecognized key", StringComparison.Ordinal)
            : KnownSections.Contains(path.Split('.')[0]) && !LegacyMembers.Contains(path);
    }

    private static void ExpectWhatIsLeft(ConformanceCase recorded)
    {
        JsonObject input = ConfigurationOutcome.WithResolvedConfiguration(recorded, configuration =>
        {
            foreach (string name in configuration.Select(member => member.Key).Except(OurSections).ToArray())
                configuration.Remove(name);
        });
        recorded.ExpectInstead(ConfigurationOutcome.Of(input));
    }
}

using System.Text.RegularExpressions;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>Where there is no installation at all, the status for people ends with that fact and what to do about it.</summary>
internal sealed partial class NoInstallationIsPointedOut : Deviation
{
    public override IReadOnlyList<string> Kinds => ["cli"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        string text = recorded.Expected["stdout"]!["text"]?.GetValue<string>() ?? "";
        Match places = Places().Match(text);
        if (!recorded.IsStatus() || !places.Success || recorded.FilesBefore().Any(file => IsPartOf(file.Key, places)))
            return false;

        recorded.Expected["stdout"]!["text"] = $"""
            {text}

            No installation
            - There is no Moltbot installation at {places.Groups["state"].Value}.
            - If it is elsewhere, name it: moltbot --state-dir <path> models status, or set MOLTBOT_STATE_DIR.
            - If there is none yet, set it up with `moltbot configure` of the gateway, or set an API key env var such as ANTHROPIC_API_KEY.
            """;
        return true;
    }

    private static bool IsPartOf(string file, Match places)
    {
        string path = $"~/{file}";
        string state = places.Groups["state"].Value;
        return path == state || path == places.Groups["config"].Value || path.StartsWith(state + '/', StringComparison.Ordinal);
    }

    /// <summary>The configuration and the state directory that the main agent's directory is in.</summary>
    [GeneratedRegex(@"\AConfig +: (?<config>.+)\nAgent dir +: (?<state>.+)/agents/main/agent\n", RegexOptions.ExplicitCapture)]
    private static partial Regex Places();
}

namespace Moltbot.Core.Installation;

/// <summary>Separate installations side by side, each under a name (docs/gateway/config.md §1.3).</summary>
public static class InstallationProfile
{
    /// <summary>The name of the installation for development.</summary>
    public const string Development = "dev";

    private const string Default = "default";
    private const int MaxLength = 64;

    /// <summary>Whether a name can be used: a letter or digit, then up to 63 of letters, digits, <c>_</c> and <c>-</c>.</summary>
    public static bool IsValidName(string name) =>
        name.Length is > 0 and <= MaxLength
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    /// <summary>
    /// The name of the installation that an environment is about, or <see langword="null"/> for the usual one. Commands
    /// that a person is told to run need it: <c>moltbot --profile name …</c>.
    /// </summary>
    public static string? NameIn(ProcessEnvironment environment) =>
        environment.GetNonBlank("CLAWDBOT_PROFILE") is { } name && !IsDefault(name) && IsValidName(name) ? name : null;

    /// <summary>The environment that leads to the installation with this name; what it already says about places stays.</summary>
    public static ProcessEnvironment Apply(ProcessEnvironment environment, string name)
    {
        string suffix = IsDefault(name) ? "" : $"-{name}";
        ProcessEnvironment applied = Fill(environment.With("CLAWDBOT_PROFILE", name), "CLAWDBOT_STATE_DIR", Path.Combine(environment.HomeDirectory, $".clawdbot{suffix}"));
        applied = Fill(applied, "CLAWDBOT_CONFIG_PATH", Path.Combine(applied.GetNonBlank("CLAWDBOT_STATE_DIR")!, "moltbot.json"));
        return name == Development ? Fill(applied, "CLAWDBOT_GATEWAY_PORT", "19001") : applied;
    }

    private static bool IsDefault(string name) => name.Equals(Default, StringComparison.OrdinalIgnoreCase);

    private static ProcessEnvironment Fill(ProcessEnvironment environment, string name, string value) =>
        environment.GetNonBlank(name) is null ? environment.With(name, value) : environment;
}

namespace Moltbot.Core.Installation;

/// <summary>Separate installations side by side, each under a name (docs/gateway/config.md §1.3, docs/gateway/later.md §1.3).</summary>
public static class InstallationProfile
{
    /// <summary>The name of the installation for development.</summary>
    public const string Development = "dev";

    private const string Default = "default";
    private const string DevelopmentPort = "19001";
    private const string TodayName = "OPENCLAW_PROFILE";
    private const string TodayStateDirectory = "OPENCLAW_STATE_DIR";
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
        (environment.GetNonBlank("CLAWDBOT_PROFILE") ?? NameOfToday(environment)) is { } name && !IsDefault(name) && IsValidName(name) ? name : null;

    /// <summary>
    /// The environment that leads to the installation with this name; what it already says about places stays. Of the two
    /// generations of gateways it is the one that has an installation of this name, or else the one of the usual installation.
    /// </summary>
    public static ProcessEnvironment Apply(ProcessEnvironment environment, string name)
    {
        string suffix = IsDefault(name) ? "" : $"-{name}";
        return InstallationPaths.IsTodaysProfile(environment, suffix) ? ApplyToday(environment, name, suffix) : ApplyJanuary(environment, name, suffix);
    }

    private static ProcessEnvironment ApplyJanuary(ProcessEnvironment environment, string name, string suffix)
    {
        ProcessEnvironment applied = Fill(environment.With("CLAWDBOT_PROFILE", name), "CLAWDBOT_STATE_DIR", Path.Combine(environment.HomeDirectory, $".clawdbot{suffix}"));
        applied = Fill(applied, "CLAWDBOT_CONFIG_PATH", Path.Combine(applied.GetNonBlank("CLAWDBOT_STATE_DIR")!, "moltbot.json"));
        return name == Development ? Fill(applied, "CLAWDBOT_GATEWAY_PORT", DevelopmentPort) : applied;
    }

    private static ProcessEnvironment ApplyToday(ProcessEnvironment environment, string name, string suffix)
    {
        ProcessEnvironment applied = Fill(environment.With(TodayName, name), TodayStateDirectory, InstallationPaths.TodayDirectory(environment, suffix));
        applied = Fill(applied, "OPENCLAW_CONFIG_PATH", Path.Combine(applied.GetNonBlank(TodayStateDirectory)!, InstallationPaths.TodayConfigName));
        return name == Development ? Fill(applied, "OPENCLAW_GATEWAY_PORT", DevelopmentPort) : applied;
    }

    /// <summary>The name that a gateway of today was given on a command line; its variable alone leads nowhere.</summary>
    private static string? NameOfToday(ProcessEnvironment environment) =>
        environment.GetNonBlank(TodayName) is { } name && environment.GetNonBlank(TodayStateDirectory) == InstallationPaths.TodayDirectory(environment, $"-{name}") ? name : null;

    private static bool IsDefault(string name) => name.Equals(Default, StringComparison.OrdinalIgnoreCase);

    private static ProcessEnvironment Fill(ProcessEnvironment environment, string name, string value) =>
        environment.GetNonBlank(name) is null ? environment.With(name, value) : environment;
}

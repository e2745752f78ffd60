using System.CommandLine;
using Moltbot.Core.Installation;

namespace Moltbot.Cli;

/// <summary>The options before the command, which choose the installation (spec/config.md §1.3).</summary>
internal sealed class GlobalOptions
{
    /// <summary>The exit code of global options that make no sense.</summary>
    public const int UsageError = 2;

    private const string StateDirectoryName = "--state-dir";
    private const string ProfileName = "--profile";
    private const string DevelopmentName = "--dev";

    private readonly string[] args;
    private int next;
    private string? stateDirectory;
    private string? profile;
    private bool isDevelopment;
    private string? problem;

    private GlobalOptions(string[] args)
    {
        this.args = args;
        while (problem is null && next < args.Length && TryTake(args[next]))
            next++;

        problem ??= Contradiction();
    }

    /// <summary>Takes the global options off the arguments and applies them to the session.</summary>
    /// <returns>Whether they make sense; if not, the reason has been written.</returns>
    public static bool TryApply(Session session, string[] args, out string[] rest)
    {
        GlobalOptions options = new(args);
        rest = args[Math.Min(options.next, args.Length)..];
        if (options.problem is not null)
        {
            session.Fail(options.problem);
            return false;
        }

        if (options.ChosenProfile is { } name)
            session.Environment = InstallationProfile.Apply(session.Environment, name);

        session.StateDirectory = options.stateDirectory;
        return true;
    }

    /// <summary>Adds the options to the help; they have been taken off the arguments before parsing.</summary>
    public static void Describe(RootCommand root)
    {
        root.Options.Add(new Option<string>(StateDirectoryName) { Description = "The state directory of another installation; beats every environment variable.", HelpName = "path" });
        root.Options.Add(new Option<string>(ProfileName) { Description = "A separate installation in ~/.clawdbot-<name>.", HelpName = "name" });
        root.Options.Add(new Option<bool>(DevelopmentName) { Description = "The installation for development; the same as --profile dev." });
    }

    private string? ChosenProfile => isDevelopment ? InstallationProfile.Development : profile;

    private bool TryTake(string argument)
    {
        if (argument == DevelopmentName)
            return isDevelopment = true;

        return TryTakeValue(argument, ProfileName, ref profile) || TryTakeValue(argument, StateDirectoryName, ref stateDirectory);
    }

    /// <summary>Takes an option with its value, which is the next argument or follows an equals sign.</summary>
    private bool TryTakeValue(string argument, string name, ref string? value)
    {
        if (argument == name)
            value = ++next < args.Length && !args[next].StartsWith('-') ? args[next] : "";
        else if (argument.StartsWith(name + '=', StringComparison.Ordinal))
            value = argument[(name.Length + 1)..];
        else
            return false;

        value = value.Trim();
        if (value.Length == 0)
            problem = $"{name} requires a value.";

        return true;
    }

    private string? Contradiction()
    {
        if (isDevelopment && profile is not null)
            return "Choose either --dev or --profile, not both.";

        return profile is null || InstallationProfile.IsValidName(profile)
            ? null
            : "Invalid --profile (use letters, digits, \"_\" and \"-\" only).";
    }
}

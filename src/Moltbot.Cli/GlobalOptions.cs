using System.CommandLine;
using Moltbot.Cli.Commands;
using Moltbot.Core.Installation;

namespace Moltbot.Cli;

/// <summary>
/// The options that choose the installation (docs/gateway/config.md §1.3, docs/gateway/later.md §1.3), which may stand anywhere, as
/// those of today's gateway.
/// </summary>
internal sealed class GlobalOptions
{
    /// <summary>The exit code of global options that make no sense.</summary>
    public const int UsageError = 2;

    private const string StateDirectoryName = "--state-dir";
    private const string ProfileName = "--profile";
    private const string DevelopmentName = "--dev";
    private const string DebugName = "--debug";

    private readonly List<string> args;
    private int next;
    private string? stateDirectory;
    private string? profile;
    private bool isDevelopment;
    private string? problem;

    private GlobalOptions(string[] args)
    {
        this.args = [.. args];
        while (problem is null && next < this.args.Count && TryTake(this.args[next]))
            next++;

        TakeLaterOptions();
        problem ??= Contradiction();
    }

    /// <summary>Takes the option off the arguments that errors are to be told with where they happened. After a lone <c>--</c> nothing is an option.</summary>
    public static bool TakeDebug(ref string[] args)
    {
        int end = Array.IndexOf(args, "--") is >= 0 and var dashes ? dashes : args.Length;
        int at = Array.IndexOf(args, DebugName, 0, end);
        if (at < 0)
            return false;

        args = [.. args[..at], .. args[(at + 1)..]];
        return true;
    }

    /// <summary>Takes the global options off the arguments and applies them to the session.</summary>
    /// <returns>Whether they make sense; if not, the reason has been written.</returns>
    public static bool TryApply(Session session, string[] args, out string[] rest)
    {
        GlobalOptions options = new(args);
        rest = [.. options.args.Skip(options.next)];
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

    /// <summary>Whether the last word is the value of one of the options, and still being typed.</summary>
    public static bool IsAwaitedBy(string[] words) => words is [.., StateDirectoryName or ProfileName, _];

    /// <summary>Adds the options to the help; they have been taken off the arguments before parsing.</summary>
    public static void Describe(Command root)
    {
        root.Options.Add(new Option<string>(StateDirectoryName) { Recursive = true, Description = "The state directory of another installation; beats every environment variable.", HelpName = "path" });
        root.Options.Add(new Option<string>(ProfileName) { Description = "A separate installation, ~/.openclaw-<name> or ~/.clawdbot-<name>.", HelpName = "name" });
        root.Options.Add(CommonOptions.Flag(DevelopmentName, "The installation for development; the same as --profile dev."));
        Option<bool> debug = CommonOptions.Flag(DebugName, "Tell with an error where it happened. No secret is shown.");
        debug.Recursive = true;
        root.Options.Add(debug);
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
            value = ++next < args.Count && !args[next].StartsWith('-') ? args[next] : "";
        else if (argument.StartsWith(name + '=', StringComparison.Ordinal))
            value = argument[(name.Length + 1)..];
        else
            return false;

        value = value.Trim();
        if (value.Length == 0)
            problem = $"{name} requires a value";

        return true;
    }

    /// <summary>Takes the options off that stand behind the command. After a lone <c>--</c> nothing is an option.</summary>
    private void TakeLaterOptions()
    {
        int command = next;
        while (problem is null && next < args.Count && args[next] != "--")
        {
            int start = next;
            if (TryTake(args[next]))
            {
                args.RemoveRange(start, Math.Min(next + 1, args.Count) - start);
                next = start;
            }
            else
            {
                next++;
            }
        }

        next = command;
    }

    private string? Contradiction()
    {
        if (isDevelopment && profile is not (null or InstallationProfile.Development))
            return "Cannot combine --dev with --profile";

        return profile is null || InstallationProfile.IsValidName(profile)
            ? null
            : "Invalid --profile (use letters, numbers, \"_\", \"-\" only)";
    }
}

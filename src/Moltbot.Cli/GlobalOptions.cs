using System.CommandLine;
using Moltbot.Core.Installation;

namespace Moltbot.Cli;

/// <summary>The options before the command, which choose the installation (spec/config.md §1.3).</summary>
internal static class GlobalOptions
{
    /// <summary>The exit code of global options that make no sense.</summary>
    public const int UsageError = 2;

    /// <summary>Takes the global options off the arguments and applies them.</summary>
    /// <returns>Whether they make sense; if not, the reason has been written.</returns>
    public static bool TryApply(Session session, string[] args, out Session applied, out string[] rest)
    {
        string? stateDirectory = null;
        string? profile = null;
        bool isDevelopment = false;
        int index = 0;
        string? problem = null;
        applied = session;
        while (problem is null && index < args.Length && Take(args[index]) is { } consumed)
            index += consumed;

        rest = args[Math.Min(index, args.Length)..];
        problem ??= isDevelopment && profile is not null ? "Choose either --dev or --profile, not both." : null;
        profile = isDevelopment ? InstallationProfile.Development : profile;
        if (problem is null && profile is not null && !InstallationProfile.IsValidName(profile))
            problem = "Invalid --profile (use letters, digits, \"_\" and \"-\" only).";

        if (problem is not null)
        {
            session.Errors.WriteLine($"Error: {problem}");
            return false;
        }

        ProcessEnvironment environment = profile is null ? session.Environment : InstallationProfile.Apply(session.Environment, profile);
        applied = session.With(environment, stateDirectory);
        return true;

        int? Take(string argument) => argument switch
        {
            "--dev" => SetDevelopment(),
            "--profile" => TakeValue(ref profile, argument),
            "--state-dir" => TakeValue(ref stateDirectory, argument),
            _ when argument.StartsWith("--profile=", StringComparison.Ordinal) => SetValue(ref profile, argument),
            _ when argument.StartsWith("--state-dir=", StringComparison.Ordinal) => SetValue(ref stateDirectory, argument),
            _ => null,
        };

        int SetDevelopment()
        {
            isDevelopment = true;
            return 1;
        }

        int TakeValue(ref string? value, string name)
        {
            value = index + 1 < args.Length ? args[index + 1] : "";
            problem = string.IsNullOrWhiteSpace(value) || value.StartsWith('-') ? $"{name} requires a value." : null;
            return 2;
        }

        int SetValue(ref string? value, string argument)
        {
            value = argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..];
            problem = string.IsNullOrWhiteSpace(value) ? $"{argument.Split('=')[0]} requires a value." : null;
            return 1;
        }
    }

    /// <summary>Adds the options to the help; they have been taken off the arguments before parsing.</summary>
    public static void Describe(RootCommand root)
    {
        root.Options.Add(new Option<string>("--state-dir") { Description = "The state directory of another installation; beats every environment variable.", HelpName = "path" });
        root.Options.Add(new Option<string>("--profile") { Description = "A separate installation in ~/.clawdbot-<name>.", HelpName = "name" });
        root.Options.Add(new Option<bool>("--dev") { Description = "The installation for development; the same as --profile dev." });
    }
}

using System.CommandLine;
using Moltbot.Core.Errors;
using Moltbot.Core.Probing;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth rotate</c>.</summary>
internal static class RotateCommand
{
    private const string Completion = "completion";

    public static Command Create(Session session) => new("rotate", "The replacement of keys without an outage.")
    {
        RotateStartCommand.Create(session),
        RotateCompleteCommand.Create(session),
        RotateUndoCommand.Create(session),
        RotateListCommand.Create(session),
    };

    public static Argument<string> ProfileId(string description) => new("profileId") { Description = description };

    public static Option<string> Agent() => CommonOptions.Agent("The agent that has the profile (default: the main agent).");

    public static Option<string> KeepFor(string usual) =>
        new("--keep-for") { Description = $"How long the old key stays the last fallback, as 30m, 24h or 7d; 0 for not at all (default: {usual}).", HelpName = "duration" };

    public static Option<bool> SkipProbe() => CommonOptions.Flag("--skip-probe", "Do not ask the provider whether it accepts the new key.");

    public static Option<string> Level()
    {
        Option<string> level = new("--level") { Description = "What the provider is asked: list, which is free (default), or completion, which costs a few tokens.", HelpName = "level" };
        level.CompletionSources.Add("list", Completion);
        return level;
    }

    /// <summary>What the provider is asked; <see langword="null"/> for nothing.</summary>
    public static ProbeOptions? ProbeOf(string? level, bool skips) => skips ? null : new ProbeOptions
    {
        Level = level switch
        {
            null or "list" => ProbeLevel.List,
            Completion => ProbeLevel.Completion,
            _ => throw new MoltbotException(ErrorCode.InvalidArgument, $"The value of --level is neither list nor {Completion}. Leave it out for list, which costs nothing."),
        },
    };

    /// <summary>A duration; a number alone is hours. What stands there is not repeated: it may be a secret in the wrong place.</summary>
    public static TimeSpan? DurationOf(string? text) => text is null
        ? null
        : DurationText.Parse(text, defaultUnit: "h") ?? throw new MoltbotException(
            ErrorCode.InvalidArgument, "The value of --keep-for is not a duration. Use a number with ms, s, m, h or d, for instance 24h.");
}

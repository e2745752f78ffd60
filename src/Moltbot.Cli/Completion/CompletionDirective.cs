using System.CommandLine;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Completion;

/// <summary>
/// The hidden verb by which shells ask: <c>moltbot __complete -- models auth or</c>. It writes each word that the last one
/// can become, and behind a tab what that stands for. What cannot be read completes to nothing.
/// </summary>
internal static class CompletionDirective
{
    private const string Verb = "__complete";

    /// <summary>Answers a shell, if it is one that asks.</summary>
    /// <param name="session">The run.</param>
    /// <param name="root">The tree of commands.</param>
    /// <param name="args">The arguments.</param>
    public static bool TryAnswer(Session session, Command root, string[] args)
    {
        if (args is not [Verb, "--", .. { Length: > 0 } words])
            return false;

        if (GlobalOptions.IsAwaitedBy(words) || !GlobalOptions.TryApply(session, words[..^1], out string[] rest))
            return true;

        try
        {
            TypedLine line = TypedLine.Read(root, rest);
            foreach (NameCandidate candidate in Candidates(session, line, words[^1]).DistinctBy(candidate => candidate.Name, StringComparer.Ordinal))
                session.Output.Exact.WriteLine($"{candidate.Name}\t{VisibleText.Of(candidate.Hint)}");
        }
        catch (Exception e) when (e is MoltbotException or IOException or UnauthorizedAccessException)
        {
            // There is nothing to offer, and the one who types is in the middle of a word.
        }

        return true;
    }

    private static IEnumerable<NameCandidate> Candidates(Session session, TypedLine line, string word) => All(session, line, word)
        .Where(candidate => candidate.Fits(word))
        .Where(candidate => candidate.Name.Length > 0 && VisibleText.IsVisible(candidate.Name));

    private static IEnumerable<NameCandidate> All(Session session, TypedLine line, string word)
    {
        if (line.Awaiting is { } option)
            return Values(session, line).Of(option);
        if (word.StartsWith('-') && !line.IsBehindOptions)
            return line.Options.Select(known => new NameCandidate(known.Name, known.Description ?? ""));

        IEnumerable<NameCandidate> commands = line.Subcommands.Select(command => new NameCandidate(command.Name, command.Description ?? ""));
        return line.Argument is { } argument ? commands.Concat(Values(session, line).Of(argument)) : commands;
    }

    private static ValueCandidates Values(Session session, TypedLine line) =>
        new(new NameCandidates(MoltbotInstallation.Open(session.Environment, session.StateDirectory, loginShell: null), line.Given.GetValueOrDefault("--agent")), line.Command, line.Given);
}

using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Shell = System.Management.Automation.PowerShell;

namespace Moltbot.PowerShell.Completion;

/// <summary>
/// Completes names from the files of an installation: the one that <c>-StateDirectory</c> names if it is given, and of the
/// agent that <c>-Agent</c> names. Nothing is locked, written or asked for. What cannot be read completes to nothing, and so
/// does everything where only running the command line would tell which installation or agent is meant.
/// </summary>
internal abstract class InstallationCompleter : IArgumentCompleter
{
    private const string StateDirectory = "StateDirectory";

    /// <summary>The parameter that names the agent.</summary>
    private const string Agent = "Agent";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string[] deciding = parameterName.Equals(Agent, StringComparison.OrdinalIgnoreCase) ? [StateDirectory] : [StateDirectory, Agent];
        if (Array.Exists(deciding, parameter => IsGiven(commandAst, parameter) && TextOf(fakeBoundParameters, parameter) is null))
            return [];

        try
        {
            MoltbotInstallation installation = SessionInstallation.Open(CurrentSession(), TextOf(fakeBoundParameters, StateDirectory) ?? MoltbotContext.Current?.StateDirectory, loginShell: null);
            return [.. Complete(CompletionWord.Parse(wordToComplete), Candidates(new NameCandidates(installation, AgentIn(fakeBoundParameters)), fakeBoundParameters))];
        }
        catch (Exception e) when (e is MoltbotException or IOException or UnauthorizedAccessException or RuntimeException)
        {
            return [];
        }
    }

    /// <summary>The names that may be meant, the likeliest first.</summary>
    /// <param name="names">What there is to choose from.</param>
    /// <param name="bound">The parameters that are given already, by name.</param>
    private protected abstract IEnumerable<NameCandidate> Candidates(NameCandidates names, IDictionary bound);

    /// <summary>The agent that is given, or else that of the session; <see langword="null"/> without either.</summary>
    private static string? AgentIn(IDictionary bound) =>
        TextOf(bound, Agent) is { Length: > 0 } name && !WildcardPattern.ContainsWildcardCharacters(name) ? name
        : TextOf(bound, StateDirectory) is null ? MoltbotContext.Current?.Agent : null;

    /// <summary>The text of a parameter that is given already, or <see langword="null"/>.</summary>
    private protected static string? TextOf(IDictionary bound, string parameter) =>
        bound[parameter] is { } value && LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out string text) ? text : null;

    /// <summary>Whether a parameter stands on the command line, perhaps shortened.</summary>
    private static bool IsGiven(CommandAst command, string parameter) => command.CommandElements
        .OfType<CommandParameterAst>()
        .Any(given => given.ParameterName.Length > 0 && parameter.StartsWith(given.ParameterName, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<CompletionResult> Complete(CompletionWord word, IEnumerable<NameCandidate> candidates) => candidates
        .DistinctBy(candidate => candidate.Name, StringComparer.Ordinal)
        .Where(candidate => candidate.Fits(word.Start))
        .Select(candidate => new CompletionResult(word.Quote(candidate.Name), candidate.Name, CompletionResultType.ParameterValue, candidate.Hint));

    private static SessionState CurrentSession()
    {
        using Shell shell = Shell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddCommand(@"Microsoft.PowerShell.Utility\Get-Variable")
            .AddParameter("Name", "ExecutionContext")
            .AddParameter("ValueOnly")
            .Invoke<EngineIntrinsics>()[0].SessionState;
    }
}

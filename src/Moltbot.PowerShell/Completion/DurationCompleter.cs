using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Moltbot.Core;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes durations as they may be written: <c>30m</c>, <c>1h</c>, <c>7d</c>.</summary>
internal sealed class DurationCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        CompletionWord word = CompletionWord.Parse(wordToComplete);
        return NameCandidates.Durations
            .Where(duration => duration.Fits(word.Start))
            .Select(duration => new CompletionResult(word.QuoteMark is null ? duration.Name : word.Quote(duration.Name), duration.Name, CompletionResultType.ParameterValue, duration.Hint));
    }
}

using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Moltbot.Core.Errors;
using Moltbot.PowerShell.Secrets;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes the names of the vaults that are registered with SecretManagement. None is opened.</summary>
internal sealed class VaultCompleter : IArgumentCompleter
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
        return Names()
            .Where(word.Fits)
            .Select(name => new CompletionResult(word.Quote(name), name, CompletionResultType.ParameterValue, name));
    }

    private static IReadOnlyList<string> Names()
    {
        try
        {
            return new SessionVaults(caller: null, CancellationToken.None).Names;
        }
        catch (MoltbotException)
        {
            return [];
        }
    }
}

using System.Management.Automation;
using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Gets the variables of the installation's <c>.env</c> file, with masked values, and what wins over them.</summary>
[Cmdlet(VerbsCommon.Get, "MoltbotEnvironmentVariable", HelpUri = OnlineHelp.Pages + "Get-MoltbotEnvironmentVariable.md")]
[OutputType(typeof(EnvironmentFileVariable))]
public sealed class GetMoltbotEnvironmentVariableCommand : MoltbotCmdlet
{
    /// <summary>The names, with wildcards; all variables if omitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(StoredVariableCompleter))]
    [Name]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Whether the values are shown as they are.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void Prepare()
    {
        WriteVerbose($"Environment file {Installation.EnvironmentFile.Path}");
        WriteWarnings(Installation.Warnings);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        IReadOnlyList<EnvironmentFileVariable> variables = Installation.EnvironmentFile.Variables;
        foreach (string name in Name)
            WriteMatches(variables, name);
    }

    private void WriteMatches(IReadOnlyList<EnvironmentFileVariable> variables, string name)
    {
        WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.None);
        EnvironmentFileVariable[] matches = [.. variables.Where(variable => pattern.IsMatch(variable.Name))];
        if (matches.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            WriteError(Errors.ToRecord(Installation.EnvironmentFile.Missing(name)));

        foreach (EnvironmentFileVariable variable in matches)
            WriteObject(AsPlainText ? variable.AsPlainText() : variable);
    }
}

using System.Management.Automation;
using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Files;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Removes variables from the installation's <c>.env</c> file.</summary>
[Cmdlet(VerbsCommon.Remove, "MoltbotEnvironmentVariable", HelpUri = OnlineHelp.Pages + "Remove-MoltbotEnvironmentVariable.md", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveMoltbotEnvironmentVariableCommand : MoltbotCmdlet
{
    /// <summary>The names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StoredVariableCompleter))]
    [Name]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    private protected override bool TakesItems => base.TakesItems || Name.Length > 1;

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string name in Name)
            AttemptItem(() => Remove(Installation.EnvironmentFile, name));
    }

    private void Remove(EnvironmentFile file, string name)
    {
        file.CheckRemoval(name);
        if (Approves(new PlannedChange(file.Path, $"Remove {name}")))
            file.Remove(name, Cancellation);
    }
}

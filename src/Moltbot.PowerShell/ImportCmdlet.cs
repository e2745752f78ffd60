using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Files;
using Moltbot.Core.Importing;
using Moltbot.Core.Secrets;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell;

/// <summary>A cmdlet that puts a credential into an agent's store.</summary>
public abstract class ImportCmdlet : SecretCmdlet
{
    /// <summary>The agent's id; the main agent, from which all others inherit, if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <summary>Whether a profile of another kind or provider may be replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Whether the configuration is left as it is.</summary>
    [Parameter]
    public SwitchParameter NoConfig { get; set; }

    /// <summary>Whether what was written is written to the pipeline, without the secret.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What may be replaced, and what is left alone.</summary>
    private protected virtual ImportOptions Options => new() { Force = Force, NoConfig = NoConfig };

    /// <inheritdoc/>
    protected sealed override void Prepare() => RequireUsableConfiguration();

    /// <inheritdoc/>
    private protected sealed override void Process(Secret? secret) => Process(FindAgentOrMain(Agent), secret);

    /// <summary>Imports a secret, unless the user only wants to know what would be done, and says what came of it.</summary>
    /// <param name="target">The file that would be changed.</param>
    /// <param name="action">What would be done to it.</param>
    /// <param name="import">Does it.</param>
    private protected void Import(string target, string action, Func<IImported> import)
    {
        if (!Approves(new PlannedChange(target, action)))
            return;

        IImported imported = import();
        WriteWarnings(imported.Warnings);
        if (PassThru)
            WriteObject(imported);
    }

    /// <summary>Imports a secret; <see langword="null"/> when none was given and none is needed.</summary>
    private protected abstract void Process(Agent agent, Secret? secret);
}

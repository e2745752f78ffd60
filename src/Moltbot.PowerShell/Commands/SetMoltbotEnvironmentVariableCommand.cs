using System.Management.Automation;
using System.Security;
using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Secrets;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Sets a variable of the installation's <c>.env</c> file.</summary>
[Cmdlet(VerbsCommon.Set, "MoltbotEnvironmentVariable", HelpUri = OnlineHelp.Pages + "Set-MoltbotEnvironmentVariable.md", SupportsShouldProcess = true, DefaultParameterSetName = SecretSet)]
[OutputType(typeof(EnvironmentFileVariable))]
public sealed class SetMoltbotEnvironmentVariableCommand : SecretCmdlet
{
    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(EnvironmentVariableCompleter))]
    [Name]
    public string Name { get; set; } = "";

    /// <summary>The value.</summary>
    [Parameter(ParameterSetName = SecretSet)]
    [ValidateNotNull]
    [Secret]
    public SecureString? Value { get; set; }

    /// <summary>Whether the variable is written to the pipeline, with its value masked.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    private protected override SecureString? Given => Value;

    /// <inheritdoc/>
    private protected override string NameOfSecret => nameof(Value);

    /// <inheritdoc/>
    private protected override void Process(Secret? secret)
    {
        EnvironmentFile file = Installation.EnvironmentFile;
        Secret value = EnvironmentFile.CheckValue(secret ?? new Secret(""));
        if (!Approves(file.Plan(Name, value.Reveal())))
            return;

        EnvironmentFileVariable variable = file.Set(Name, value.Reveal(), Cancellation);
        WriteWarnings(variable.Warning is { } warning ? [warning] : []);
        if (PassThru)
            WriteObject(variable);
    }
}

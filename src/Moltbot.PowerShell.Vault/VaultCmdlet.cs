using System.Collections;
using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Text;

namespace Moltbot.PowerShell.Vault;

/// <summary>
/// What SecretManagement asks of a vault. It runs these cmdlets in a runspace of its own and hands them the parameters with
/// which the vault was registered.
/// </summary>
public abstract class VaultCmdlet : PSCmdlet
{
    private const string StateDirectoryName = "StateDirectory";
    private const string AgentName = "Agent";

    /// <summary>What SecretManagement adds to the parameters itself.</summary>
    private const string VerboseName = "Verbose";

    /// <summary>The name under which the vault is registered.</summary>
    [Parameter]
    public string VaultName { get; set; } = "";

    /// <summary>The parameters of the vault: <c>StateDirectory</c> and <c>Agent</c>, both optional.</summary>
    [Parameter]
    public Hashtable AdditionalParameters { get; set; } = [];

    /// <summary>The installation.</summary>
    protected MoltbotInstallation Installation { get; private set; } = null!;

    /// <summary>Writes a warning, as it may be shown.</summary>
    public new void WriteWarning(string text) => base.WriteWarning(VisibleText.Of(text));

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        try
        {
            Installation = SessionInstallation.Open(SessionState, TextOf(StateDirectoryName), loginShell: null);
            Process(FindAgent());
        }
        catch (MoltbotException error)
        {
            Refuse(Errors.ToRecord(error));
        }
    }

    /// <summary>Does what is asked, with the agent that the vault is about.</summary>
    protected abstract void Process(Agent agent);

    /// <summary>Says that it cannot be done.</summary>
    private protected virtual void Refuse(ErrorRecord error) => ThrowTerminatingError(error);

    private Agent FindAgent()
    {
        foreach (string name in AdditionalParameters.Keys)
        {
            if (!new[] { StateDirectoryName, AgentName, VerboseName }.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new MoltbotException(ErrorCode.InvalidArgument, $"The vault \"{VaultName}\" has a parameter {name} that is not known. It takes StateDirectory and Agent; register it again with these.") { Subject = VaultName };
        }

        Installation.RequireUsableConfiguration();
        return TextOf(AgentName) is { } agent ? Installation.FindAgent(agent) : Installation.MainAgent;
    }

    private string? TextOf(string parameter) => AdditionalParameters[parameter] switch
    {
        PSObject { BaseObject: string text } => text,
        string text => text,
        _ => null,
    };
}

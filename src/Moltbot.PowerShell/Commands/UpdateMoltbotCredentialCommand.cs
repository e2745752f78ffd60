using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Files;
using Moltbot.Core.Importing;
using Moltbot.Core.Installation;
using Moltbot.Core.Providers;
using Moltbot.Core.Renewing;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Renews sign-ins that have expired or soon will, each once for all agents that hold it.</summary>
[Cmdlet(VerbsData.Update, "MoltbotCredential", HelpUri = OnlineHelp.Pages + "Update-MoltbotCredential.md", SupportsShouldProcess = true)]
[OutputType(typeof(RenewedSignIn))]
public sealed class UpdateMoltbotCredentialCommand : MoltbotCmdlet
{
    /// <summary>The sign-ins; all of them if omitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [Name]
    public string[]? ProfileId { get; set; }

    /// <summary>The only provider whose sign-ins are meant.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Name]
    public string? Provider { get; set; }

    /// <summary>The only agent whose sign-ins are meant; all if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <summary>How long before its end a sign-in is renewed: a TimeSpan, or a text such as 30m or 2d; hours if only a number is given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan ExpiringWithin { get; set; } = InstallationSignIns.SoonExpiring;

    /// <summary>Whether whatever can be is renewed, however long it still lasts.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Whether the sign-ins that were looked at are written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Prepare() => RequireUsableConfiguration();

    /// <inheritdoc/>
    protected override void Process()
    {
        using InstallationSignIns signIns = Installation.OpenSignIns();
        StorePending(signIns);
        AgentId? agent = Named(Agent) is { Length: > 0 } name ? FindAgent(name).Id : null;
        ProviderId? provider = string.IsNullOrEmpty(Provider) ? null : ProviderId.Parse(Provider);
        TimeSpan? within = Force ? null : ExpiringWithin;
        IReadOnlyList<StoredSignIn> found = signIns.Find(agent, provider, ProfileId, within);
        if (found.Count == 0 && provider is { } only)
            WriteWarning($"There are no sign-ins of {only} to renew.");

        StoredSignIn[] wanted = [.. found
            .Where(signIn => !signIn.IsDue || Approves(new PlannedChange($"{signIn.ProfileId} of agent {signIn.Agent}", $"Renew the sign-in at {signIn.Provider}")))];
        foreach (RenewedSignIn signIn in Pump((_, cancellation) => signIns.RenewAsync(wanted, within, cancellation)))
        {
            if (signIn.ToError() is { } error)
                WriteItemError(Errors.ToRecord(error));
            if (PassThru)
                WriteObject(signIn);
        }
    }

    private void StorePending(InstallationSignIns signIns)
    {
        if (!signIns.HasPending || !Approves(new PlannedChange(Installation.Paths.StateDirectory, "Store the sign-ins that could not be stored when they were made")))
            return;

        foreach (ImportedProfile waited in signIns.StorePending(Cancellation))
        {
            WriteVerbose($"{waited.ProfileId} of agent {waited.Agent} is stored, after its sign-in had to wait.");
            WriteWarnings(waited.Warnings);
        }
    }
}

using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Connecting;
using Moltbot.Core.Files;
using Moltbot.Core.Importing;
using Moltbot.Core.Providers;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Running;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Signs in at a provider, and stores the sign-in as a profile of an agent.</summary>
[Cmdlet(VerbsCommunications.Connect, "MoltbotAccount", HelpUri = OnlineHelp.Pages + "Connect-MoltbotAccount.md", SupportsShouldProcess = true)]
[OutputType(typeof(ImportedProfile))]
public sealed class ConnectMoltbotAccountCommand : AgentCmdlet
{
    /// <summary>The provider.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SignInProviderCompleter))]
    [Name]
    public string Provider { get; set; } = "";

    /// <summary>The id under which the sign-in is stored; after the account if omitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [Name]
    public string? ProfileId { get; set; }

    /// <summary>Whether a code is entered in any browser, in place of one that comes back here.</summary>
    [Parameter]
    public SwitchParameter UseDeviceCode { get; set; }

    /// <summary>Whether no browser is opened here.</summary>
    [Parameter]
    public SwitchParameter NoBrowser { get; set; }

    /// <summary>Whether the address is drawn as a QR code, for a phone.</summary>
    [Parameter]
    public SwitchParameter QrCode { get; set; }

    /// <summary>Whether the provider's model becomes the default one.</summary>
    [Parameter]
    public SwitchParameter SetDefaultModel { get; set; }

    /// <summary>How long to wait at most: a TimeSpan, or a text such as 90s or 5m; seconds if only a number is given.</summary>
    [Parameter]
    [Duration("s")]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Whether a profile of another kind may be replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Whether the configuration is left as it is.</summary>
    [Parameter]
    public SwitchParameter NoConfig { get; set; }

    /// <summary>Whether the profile that was stored is written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process(Agent agent)
    {
        using InstallationSignIns signIns = agent.OpenSignIns();
        signIns.CheckConnection(agent, ProviderId.Parse(Provider), Options, Cancellation);
        if (!Approves(new PlannedChange(agent.StorePath, $"Sign in to {Provider}")))
            return;

        ImportedProfile imported = Pump((thread, cancellation) => ConnectAsync(signIns, agent, thread, cancellation));
        WriteWarnings(imported.Warnings);
        if (PassThru)
            WriteObject(imported);
    }

    private async Task<ImportedProfile> ConnectAsync(InstallationSignIns signIns, Agent agent, PipelineThread thread, CancellationToken cancellation)
    {
        HostConversation conversation = new(thread, this, Installation.Environment) { DrawsQrCode = QrCode, Limit = DateTimeOffset.UtcNow + Timeout };
        await using (conversation.ConfigureAwait(false))
        {
            return await signIns.ConnectAsync(agent, ProviderId.Parse(Provider), Options, conversation, cancellation).ConfigureAwait(false);
        }
    }

    private AccountOptions Options => new()
    {
        ProfileId = ProfileId,
        UseDeviceCode = UseDeviceCode,
        NoBrowser = NoBrowser,
        SetDefaultModel = SetDefaultModel,
        Timeout = Timeout,
        Import = new ImportOptions { Force = Force, NoConfig = NoConfig },
    };
}

using System.Management.Automation;
using System.Security;
using Moltbot.Core;
using Moltbot.Core.Files;
using Moltbot.Core.Importing;
using Moltbot.Core.Probing;
using Moltbot.Core.Rotating;
using Moltbot.Core.Secrets;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Puts a new key beside the old one of an auth profile, and asks the provider about it.</summary>
[Cmdlet(VerbsLifecycle.Start, "MoltbotRotation", HelpUri = OnlineHelp.Pages + "Start-MoltbotRotation.md", SupportsShouldProcess = true, DefaultParameterSetName = SecretSet)]
[OutputType(typeof(KeyRotation))]
public sealed class StartMoltbotRotationCommand : SecretCmdlet
{
    /// <summary>The profile whose key is replaced.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [Name]
    public string ProfileId { get; set; } = "";

    /// <summary>The new key or token.</summary>
    [Parameter(ParameterSetName = SecretSet)]
    [ValidateNotNull]
    [Secret]
    public SecureString? NewKey { get; set; }

    /// <summary>How long the old key stays the last fallback: a TimeSpan, or a text such as 24h or 7d; hours if only a number is given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan KeepFor { get; set; } = RotationRequest.UsualGrace;

    /// <summary>Whether the new key is put into use at once if the provider accepts it.</summary>
    [Parameter]
    public SwitchParameter CompleteOnSuccess { get; set; }

    /// <summary>Whether the copies of the key in the stores of other agents are replaced too.</summary>
    [Parameter]
    public SwitchParameter AllAgents { get; set; }

    /// <summary>The vault that keeps the new secret; the one of the old secret if omitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VaultCompleter))]
    public string? Vault { get; set; }

    /// <summary>The name of the new secret in the vault; made from that of the old one and the time if omitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    /// <summary>How long a new token is valid from now on.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration("d")]
    public TimeSpan? ExpiresIn { get; set; }

    /// <summary>When a new token expires.</summary>
    [Parameter]
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>What the provider is asked.</summary>
    [Parameter]
    public ProbeLevel Level { get; set; }

    /// <summary>Whether the provider is not asked at all.</summary>
    [Parameter]
    public SwitchParameter SkipProbe { get; set; }

    /// <summary>The agent's id; the main agent, from which all others inherit, if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <inheritdoc/>
    private protected override SecureString? Given => NewKey;

    /// <inheritdoc/>
    private protected override string NameOfSecret => nameof(NewKey);

    /// <inheritdoc/>
    protected override void Prepare() => RequireUsableConfiguration();

    /// <inheritdoc/>
    private protected override void Process(Secret? secret)
    {
        Agent agent = FindAgentOrMain(Agent);
        InstallationRotations rotations = Installation.OpenRotations(Vaults);
        EndDue(rotations);
        RotationRequest request = new(ProfileId)
        {
            KeepFor = KeepFor,
            AllAgents = AllAgents,
            Vault = Vault is null ? null : new VaultDestination(Vaults, Vault, SecretName),
            ExpiresIn = ExpiresIn,
            ExpiresAt = ExpiresAt,
        };
        Secret key = secret ?? new Secret("");
        KeyRotation planned = rotations.Check(agent, request, key);
        string place = planned.Reference is { } reference ? $" at {reference}" : "";
        string use = CompleteOnSuccess ? ", and put it into use once it is accepted" : "";
        if (!Approves(new PlannedChange(agent.StorePath, $"Start to replace the key of {ProfileId} by a new one{place}{use}")))
            return;

        OpenRotation rotation = rotations.Start(agent, request, key, Cancellation);
        CredentialProbe? probe = null;
        if (!SkipProbe)
        {
            probe = Pump((_, cancellation) => rotations.ProbeAsync(rotation, new ProbeOptions { Level = Level }, cancellation));
            rotation = rotations.Settle(rotation, probe);
        }

        KeyRotation done = CompleteOnSuccess ? rotations.Complete(rotation, probe, keepFor: null, Cancellation) : rotation.Rotation;
        WriteWarnings(done.Warnings);
        WriteObject(done);
    }
}

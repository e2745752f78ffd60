using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Importing;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Moves the secrets of auth profiles from the store to a vault, or back.</summary>
[Cmdlet(VerbsCommon.Move, "MoltbotCredential", HelpUri = OnlineHelp.Pages + "Move-MoltbotCredential.md", SupportsShouldProcess = true, DefaultParameterSetName = VaultSet)]
[OutputType(typeof(MovedCredential))]
public sealed class MoveMoltbotCredentialCommand : AgentCmdlet
{
    private const string VaultSet = "Vault";
    private const string FileSet = "File";

    private readonly List<CredentialMove> moves = [];

    /// <summary>The profiles' ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [Name]
    public string[] ProfileId { get; set; } = [];

    /// <summary>The vault that is to keep the secrets.</summary>
    [Parameter(Mandatory = true, ParameterSetName = VaultSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VaultCompleter))]
    public string ToVault { get; set; } = "";

    /// <summary>The name of the secret in the vault; the profile's id if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = VaultSet)]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    /// <summary>Whether the secrets are to stand in the store again.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    public SwitchParameter ToFile { get; set; }

    /// <summary>Whether what was moved is written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    private protected override bool TakesItems => base.TakesItems || ProfileId.Length > 1;

    /// <inheritdoc/>
    protected override void Process(Agent agent)
    {
        if (SecretName is not null && ProfileId.Length > 1)
            throw new MoltbotException(ErrorCode.InvalidArgument, "One name cannot be that of several secrets. Leave -SecretName out, or pipe in the profiles: -SecretName { … } makes a name of each.");

        foreach (string id in ProfileId)
            AttemptItem(() => Plan(agent, id));
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        // All at once, so that a store is written once however many secrets go out of it.
        foreach (CredentialMove move in CredentialMove.RunAll(moves, Cancellation))
            AttemptItem(() => Tell(move));
    }

    private void Plan(Agent agent, string profileId)
    {
        VaultDestination? destination = ToFile ? null : new VaultDestination(Vaults, ToVault, SecretName);
        CredentialMove move = agent.Profiles.PrepareMove(profileId, destination, Secrets);
        if (Approves(new PlannedChange(agent.StorePath, $"Move the secret of {profileId} from {move.Plan.From} to {move.Plan.To}") { IsDone = !move.Plan.HasChanged }))
            moves.Add(move);
    }

    private void Tell(CredentialMove move)
    {
        if (move.Failure is { } failure)
            throw failure;

        WriteWarnings(move.Plan.Warnings);
        if (PassThru)
            WriteObject(move.Plan);
    }
}

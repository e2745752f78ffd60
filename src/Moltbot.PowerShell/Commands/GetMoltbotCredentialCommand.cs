using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Resolving;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Secrets;

namespace Moltbot.PowerShell.Commands;

/// <summary>Gets the credentials that an agent uses now, with their secrets.</summary>
[Cmdlet(VerbsCommon.Get, "MoltbotCredential", DefaultParameterSetName = ProviderSet)]
[OutputType(typeof(MoltbotCredential), typeof(string), typeof(PSCredential))]
public sealed class GetMoltbotCredentialCommand : AgentCmdlet
{
    private const string ProviderSet = "Provider";
    private const string ProfileSet = "Profile";

    private readonly List<(Agent Agent, string Name)> wanted = [];

    /// <summary>The providers.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ProviderSet)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string[] Provider { get; set; } = [];

    /// <summary>The profiles, in place of providers.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    public string[] ProfileId { get; set; } = [];

    /// <summary>Whether the secret alone is wanted, as text.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <summary>Whether it is wanted as a user name and a password.</summary>
    [Parameter]
    public SwitchParameter AsCredential { get; set; }

    /// <inheritdoc/>
    private protected override bool TakesItems => base.TakesItems || wanted.Count > 1;

    private bool IsByProfile => ParameterSetName == ProfileSet;

    /// <summary>What is wanted is collected first, so that all of it is fetched in one pass.</summary>
    protected override void Process(Agent agent) => wanted.AddRange((IsByProfile ? ProfileId : Provider).Select(name => (agent, name)));

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (AsPlainText && AsCredential)
            throw new MoltbotException(ErrorCode.InvalidArgument, "A credential is given either as plain text or as a PSCredential. Leave one of -AsPlainText and -AsCredential out.");

        SecretResolver secrets = Installation.OpenSecrets(new SessionVaults(Cancellation), Cancellation);
        foreach (IGrouping<string, (Agent Agent, string Name)> ofAgent in wanted.GroupBy(item => item.Agent.Id.Value, StringComparer.Ordinal))
            AttemptItem(() => Write(ofAgent.First().Agent.OpenCredentials(secrets), [.. ofAgent.Select(item => item.Name)]));
    }

    private void Write(AgentCredentials credentials, string[] names)
    {
        credentials.Fetch(IsByProfile ? [] : names, IsByProfile ? names : []);
        foreach (string name in names)
            AttemptItem(() => Write(IsByProfile ? credentials.OfProfile(name) : credentials.OfProvider(name)));
    }

    private void Write(CredentialInUse inUse)
    {
        WriteWarnings(inUse.PassedOver.Select(failure => failure.Message));
        MoltbotCredential credential = new(inUse);
        WriteObject(AsPlainText ? credential.ToPlainText() : AsCredential ? credential.ToCredential() : credential);
    }
}

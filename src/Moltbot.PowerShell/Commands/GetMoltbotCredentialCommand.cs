using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Resolving;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Secrets;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Gets the credentials that an agent uses now, with their secrets.</summary>
[Cmdlet(VerbsCommon.Get, "MoltbotCredential", HelpUri = OnlineHelp.Pages + "Get-MoltbotCredential.md", DefaultParameterSetName = ProviderSet)]
[OutputType(typeof(MoltbotCredential), typeof(string), typeof(PSCredential))]
public sealed class GetMoltbotCredentialCommand : AgentsCmdlet
{
    private const string ProviderSet = "Provider";
    private const string ProfileSet = "Profile";

    private readonly List<WantedCredentials> wanted = [];

    /// <summary>The providers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ProviderSet)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Name]
    public string[] Provider { get; set; } = [];

    /// <summary>The profiles, in place of providers.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [Name]
    public string[] ProfileId { get; set; } = [];

    /// <summary>Whether the secret alone is wanted, as text.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <summary>Whether it is wanted as a user name and a password.</summary>
    [Parameter]
    public SwitchParameter AsCredential { get; set; }

    /// <summary>Whether a sign-in that has expired is left as it is.</summary>
    [Parameter]
    public SwitchParameter NoRefresh { get; set; }

    private bool IsByProfile => ParameterSetName == ProfileSet;

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (AsPlainText && AsCredential)
            throw new MoltbotException(ErrorCode.InvalidArgument, "A credential is given either as plain text or as a PSCredential. Leave one of -AsPlainText and -AsCredential out.");
    }

    /// <summary>What is wanted is collected first, so that all of it is fetched in one pass.</summary>
    protected override void Process(Agent agent)
    {
        WantedCredentials? ofAgent = wanted.Find(wanted => wanted.Agent.IsSameAs(agent));
        if (ofAgent is null)
            wanted.Add(ofAgent = new WantedCredentials(agent, Secrets, []));

        ofAgent.Names.AddRange(IsByProfile ? ProfileId : Provider);
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        foreach (WantedCredentials ofAgent in wanted)
            AttemptItem(() => Write(ofAgent.Agent, ofAgent.Agent.OpenCredentials(ofAgent.Secrets), ofAgent.Names));
    }

    private void Write(Agent agent, AgentCredentials credentials, IReadOnlyList<string> names)
    {
        if (!NoRefresh)
            Renew(agent, credentials, IsByProfile ? [] : names, IsByProfile ? names : []);

        credentials.Fetch(IsByProfile ? [] : names, IsByProfile ? names : []);
        foreach (string name in names)
            AttemptItem(() => Write(IsByProfile ? credentials.OfProfile(name) : credentials.OfProvider(name)));
    }

    private void Write(CredentialInUse inUse)
    {
        WriteWarnings(inUse.PassedOver.Select(failure => failure.MessageIn(FrontEnd.Module)));
        MoltbotCredential credential = new(inUse);
        WriteObject(AsPlainText ? credential.ToPlainText() : AsCredential ? credential.ToCredential() : credential);
    }

    /// <summary>What is wanted of an agent, and what follows the references of its installation.</summary>
    private sealed record WantedCredentials(Agent Agent, SecretResolver Secrets, List<string> Names);
}

using System.Management.Automation;
using System.Security;
using Moltbot.Core;
using Moltbot.Core.Importing;
using Moltbot.Core.Secrets;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Puts in the credential that an installation starts with, and chooses its model, without a question.</summary>
[Cmdlet(VerbsData.Initialize, "MoltbotAuth", HelpUri = OnlineHelp.Pages + "Initialize-MoltbotAuth.md", SupportsShouldProcess = true, DefaultParameterSetName = SecretSet)]
[OutputType(typeof(ImportedCredential))]
public sealed class InitializeMoltbotAuthCommand : ImportCmdlet
{
    /// <summary>What to sign in with.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(AuthChoiceCompleter))]
    public string AuthChoice { get; set; } = "";

    /// <summary>The token or key; the key that is there already if omitted.</summary>
    [Parameter(ParameterSetName = SecretSet)]
    [Secret]
    public SecureString? Secret { get; set; }

    /// <summary>The provider of the key, for the choice <c>apiKey</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ApiKeyProviderCompleter))]
    [Name]
    public string? TokenProvider { get; set; }

    /// <summary>The id of a token's profile; <c>anthropic:default</c> if omitted.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [Name]
    public string? TokenProfileId { get; set; }

    /// <summary>How long a token is valid from now on.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration("d")]
    public TimeSpan? TokenExpiresIn { get; set; }

    /// <summary>Where a key is kept; where the gateway keeps the provider's if omitted.</summary>
    [Parameter]
    public ApiKeyDestination? Destination { get; set; }

    /// <summary>Whether it is agreed that agents act on their own.</summary>
    [Parameter]
    public SwitchParameter AcceptRisk { get; set; }

    /// <inheritdoc/>
    private protected override SecureString? Given => Secret;

    /// <inheritdoc/>
    private protected override string NameOfSecret => nameof(Secret);

    /// <inheritdoc/>
    private protected override bool NeedsSecret => false;

    /// <inheritdoc/>
    protected override void Begin()
    {
        Onboarding.RequireAcceptedRisk(AcceptRisk);
        base.Begin();
    }

    /// <inheritdoc/>
    private protected override void Process(Agent agent, Secret? secret)
    {
        if (AuthChoice == Core.Importing.AuthChoice.Skip)
            return;

        Onboarding onboarding = new(Core.Importing.AuthChoice.Find(AuthChoice, isUnattended: true, TokenProvider))
        {
            TokenProfileId = TokenProfileId,
            TokenExpiresIn = TokenExpiresIn,
            Destination = Destination,
            Options = Options,
        };
        onboarding.Check();
        string place = onboarding.CheckImport(agent, secret);
        Import(Installation.Paths.StateDirectory, $"Store the credential of {AuthChoice} as {place}", () => onboarding.Import(agent, secret, Cancellation));
    }
}

using System.Management.Automation;
using System.Security;
using Moltbot.Core;
using Moltbot.Core.Importing;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Stores a token as an auth profile, and enters the profile in the configuration.</summary>
[Cmdlet(VerbsData.Import, "MoltbotToken", HelpUri = OnlineHelp.Pages + "Import-MoltbotToken.md", SupportsShouldProcess = true, DefaultParameterSetName = SecretSet)]
[OutputType(typeof(ImportedProfile))]
public sealed class ImportMoltbotTokenCommand : ProfileImportCmdlet
{
    /// <summary>The provider; anthropic if omitted.</summary>
    [Parameter(Position = 0)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Name]
    public string Provider { get; set; } = ProviderId.Default.Value;

    /// <summary>The token.</summary>
    [Parameter(ParameterSetName = SecretSet)]
    [ValidateNotNull]
    [Secret]
    public SecureString? Token { get; set; }

    /// <summary>Whether it has to be a token made by <c>claude setup-token</c>.</summary>
    [Parameter]
    public SwitchParameter SetupToken { get; set; }

    /// <summary>How long the token is valid from now on.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration("d")]
    public TimeSpan? ExpiresIn { get; set; }

    /// <summary>When the token expires.</summary>
    [Parameter]
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>The account's address.</summary>
    [Parameter]
    public string? Email { get; set; }

    /// <inheritdoc/>
    private protected override SecureString? Given => Token;

    /// <inheritdoc/>
    private protected override string NameOfSecret => nameof(Token);

    /// <inheritdoc/>
    private protected override void Process(Agent agent, Secret? secret)
    {
        TokenImport import = new()
        {
            Provider = ProviderId.Parse(Provider),
            IsSetupToken = SetupToken,
            ProfileId = ProfileId,
            ExpiresIn = ExpiresIn,
            ExpiresAt = ExpiresAt,
            Email = Email,
            Options = Options,
        };
        Secret token = secret ?? new Secret("");
        string id = agent.Profiles.CheckToken(import, token);
        Import(agent.StorePath, $"Import a token of {import.Provider} as profile {id}{InVault}", () => agent.Profiles.ImportToken(import, token, Cancellation));
    }
}

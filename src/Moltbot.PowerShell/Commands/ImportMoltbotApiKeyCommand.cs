using System.Management.Automation;
using System.Security;
using Moltbot.Core;
using Moltbot.Core.Importing;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Stores an API key in an auth profile or in the <c>.env</c> file.</summary>
[Cmdlet(VerbsData.Import, "MoltbotApiKey", HelpUri = OnlineHelp.Pages + "Import-MoltbotApiKey.md", SupportsShouldProcess = true, DefaultParameterSetName = SecretSet)]
[OutputType(typeof(ImportedCredential))]
public sealed class ImportMoltbotApiKeyCommand : ProfileImportCmdlet
{
    /// <summary>The provider.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ApiKeyProviderCompleter))]
    [Name]
    public string Provider { get; set; } = "";

    /// <summary>The key.</summary>
    [Parameter(ParameterSetName = SecretSet)]
    [ValidateNotNull]
    [Secret]
    public SecureString? ApiKey { get; set; }

    /// <summary>Where the key is kept; where the gateway keeps the provider's if omitted.</summary>
    [Parameter]
    public ApiKeyDestination? Destination { get; set; }

    /// <summary>Whether the provider's usual model becomes the default model.</summary>
    [Parameter]
    public SwitchParameter SetDefaultModel { get; set; }

    /// <inheritdoc/>
    private protected override SecureString? Given => ApiKey;

    /// <inheritdoc/>
    private protected override string NameOfSecret => nameof(ApiKey);

    /// <inheritdoc/>
    private protected override void Process(Agent agent, Secret? secret)
    {
        ApiKeyImport import = new()
        {
            Provider = ProviderId.Parse(Provider),
            ProfileId = ProfileId,
            Destination = Destination,
            SetDefaultModel = SetDefaultModel,
            Options = Options,
        };
        Secret key = secret ?? new Secret("");
        string place = agent.Profiles.CheckApiKey(import, key);
        Import(PathOf(import.EffectiveDestination, agent), $"Import an API key of {import.Provider} as {place}{InVault}", () => agent.Profiles.ImportApiKey(import, key, Cancellation));
    }

    private string PathOf(ApiKeyDestination destination, Agent agent) =>
        destination == ApiKeyDestination.EnvironmentFile ? Installation.EnvironmentFile.Path : agent.StorePath;
}

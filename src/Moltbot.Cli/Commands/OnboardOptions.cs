using Moltbot.Cli.Input;
using Moltbot.Core.Importing;
using Moltbot.Core.Providers;

namespace Moltbot.Cli.Commands;

/// <summary>What <c>moltbot onboard</c> was asked for.</summary>
internal sealed record OnboardOptions(bool IsUnattended, bool IsRiskAccepted, bool ReadsStandardInput, TokenImport Token)
{
    public SecretSource Source =>
        ReadsStandardInput ? SecretSource.StandardInput :
        IsUnattended ? SecretSource.Installation :
        SecretSource.Person;

    public ApiKeyImport KeyFor(ApiKeyProvider provider) =>
        new() { Provider = provider.Provider, SetDefaultModel = provider.DefaultModel is not null, Options = Token.Options };
}

using Moltbot.Core.Errors;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Resolving;

/// <summary>A variable of a provider as a program is to find it in its environment.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value; <see langword="null"/> when the variable must not be set, because it would win.</param>
public sealed record ProviderVariable(string Name, Secret? Value)
{
    /// <summary>
    /// The variables of a credential's provider: the one that the credential belongs in, and the others, which are not
    /// set. None for the AWS SDK, which finds its own.
    /// </summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ProfileOfOtherProvider"/>: no variable of the provider is known.</exception>
    public static IReadOnlyList<ProviderVariable> For(CredentialInUse credential)
    {
        if (credential.Value is not { } value)
            return [];

        IReadOnlyList<string> names = ProviderCatalog.EnvironmentVariables(ProviderId.Parse(credential.Provider));
        if (names.Count == 0)
        {
            throw new MoltbotException(ErrorCode.ProfileOfOtherProvider, $"No environment variable is known in which a credential of {credential.Provider} would be looked for, so it cannot be handed to a program.")
            {
                Subject = credential.Provider,
            };
        }

        string chosen = names.FirstOrDefault(name => IsForOAuth(name) == credential.Mode is CredentialMode.OAuth or CredentialMode.Token, names[0]);
        return [.. names.Select(name => new ProviderVariable(name, name == chosen ? value : null))];
    }

    private static bool IsForOAuth(string name) => name.Contains("OAUTH_TOKEN", StringComparison.Ordinal);
}

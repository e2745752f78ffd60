using Moltbot.Core.Errors;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Resolving;

/// <summary>
/// The vaults of SecretManagement as places that secrets are put in. Each operation ends with a
/// <see cref="MoltbotException"/> when the vault is not registered, is locked, or fails.
/// </summary>
public interface ISecretVaults : ISecretSource
{
    /// <summary>Makes sure that a vault is registered.</summary>
    void Require(string vault);

    /// <summary>Puts a secret in the place of what has its name.</summary>
    void Put(VaultSecret secret, Secret value);

    /// <summary>Says what a secret is for, where the vault has a place for that. Where it has none, nothing happens.</summary>
    void Describe(VaultSecret secret, IReadOnlyDictionary<string, object> metadata);

    /// <summary>Takes a secret out.</summary>
    void Remove(VaultSecret secret);
}

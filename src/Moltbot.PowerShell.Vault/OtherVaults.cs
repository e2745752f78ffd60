using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;

namespace Moltbot.PowerShell.Vault;

/// <summary>The other vaults, which cannot be opened here: SecretManagement does one thing at a time, and this is it.</summary>
internal sealed class OtherVaults : ISecretSource
{
    public IReadOnlyList<FetchedSecret> Fetch(IReadOnlyList<SecretReference> references, CancellationToken cancellation) =>
        [.. references.Select(reference => new FetchedSecret(SecretErrors.InOtherVault(VaultSecret.Of(reference))))];
}

using System.Globalization;
using Moltbot.Core.Errors;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Resolving;

/// <summary>The errors of references: what is wrong, and what to do next. Never what a place of secrets said itself.</summary>
public static class SecretErrors
{
    private const string Install = "Install-Module Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore";

    /// <summary>The module of PowerShell that knows the vaults is not installed.</summary>
    public static MoltbotException NoSecretManagement() => new(
        ErrorCode.VaultUnavailable,
        $"The PowerShell module Microsoft.PowerShell.SecretManagement is not installed, so no vault can be asked. Install it: {Install}.");

    /// <summary>No vault of this name is registered.</summary>
    /// <param name="vault">The name.</param>
    /// <param name="registered">The names of those that are.</param>
    public static MoltbotException NoVault(string vault, IReadOnlyCollection<string> registered)
    {
        string there = registered.Count == 0 ? "No vault is registered." : $"There is: {string.Join(", ", registered)}.";
        return MoltbotException.About(vault, ErrorCode.VaultNotFound,
            $"The vault \"{vault}\" is not registered for this user. {there} Register it with Register-SecretVault, or correct the reference.");
    }

    /// <summary>The vault is locked, and nobody can be asked.</summary>
    public static MoltbotException Locked(string vault) => MoltbotException.About(vault, ErrorCode.VaultLocked,
        $"The vault \"{vault}\" is locked, and nobody can be asked for its password here. Unlock it before (Unlock-SecretVault -Name '{vault}' -Password …, in the same session), or let it be open to this user alone (for SecretStore: Set-SecretStoreConfiguration -Authentication None -Interaction None).");

    /// <summary>The vault has no such secret.</summary>
    public static MoltbotException NotInVault(VaultSecret secret) => MoltbotException.About(secret.ToString(), ErrorCode.SecretNotFound,
        $"The vault \"{secret.Vault}\" holds no secret \"{secret.Name}\". Put it there again with Set-Secret, or remove the profile that names it.");

    /// <summary>The vault holds something that is no text.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="type">What it is, for instance <c>Hashtable</c>.</param>
    public static MoltbotException NotText(VaultSecret secret, string type) => MoltbotException.About(secret.ToString(), ErrorCode.SecretUnusable,
        $"The secret \"{secret.Name}\" in the vault \"{secret.Vault}\" is a {type} and not a text. Store it as a String or a SecureString.");

    /// <summary>The vault failed in a way of its own.</summary>
    /// <param name="vault">The vault.</param>
    /// <param name="kind">The kind of the failure, for instance the name of an exception; not its message, which may hold anything.</param>
    public static MoltbotException VaultFailed(string vault, string kind) => MoltbotException.About(vault, ErrorCode.SecretProviderFailed,
        $"The vault \"{vault}\" could not be read ({kind}). See what Get-SecretInfo -Vault '{vault}' says.");

    /// <summary>The vault did not take a secret, or did not give one up.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="kind">The kind of the failure, as for <see cref="VaultFailed"/>.</param>
    public static MoltbotException VaultNotChanged(VaultSecret secret, string kind) => MoltbotException.About(secret.ToString(), ErrorCode.SecretProviderFailed,
        $"The vault \"{secret.Vault}\" refused to change its secret \"{secret.Name}\" ({kind}). Check that the vault takes such a name, and that you may write to it.");

    /// <summary>A vault cannot be asked by another one.</summary>
    public static MoltbotException InOtherVault(VaultSecret secret) => MoltbotException.About(secret.ToString(), ErrorCode.SecretElsewhere,
        $"The secret is in another vault, which cannot be opened from this one. Ask for it there (Get-Secret '{secret.Name}' -Vault '{secret.Vault}'), or use {NextSteps.GetCredential}.");

    internal static MoltbotException Elsewhere(string profileId, SecretReference reference) => MoltbotException.About(profileId, ErrorCode.SecretElsewhere,
        $"The secret of auth profile \"{profileId}\" is at {reference}. Change it there, or put it back into the store before ({NextSteps.MoveToFile}).");

    internal static MoltbotException NameTaken(VaultSecret secret) => MoltbotException.About(secret.ToString(), ErrorCode.SecretExists,
        $"The vault \"{secret.Vault}\" holds another secret of the name \"{secret.Name}\" already. Give this one another name ({NextSteps.SecretName}), or take the other one out with Remove-Secret.");

    internal static MoltbotException NotReadBack(VaultSecret secret) => MoltbotException.About(secret.ToString(), ErrorCode.SecretProviderFailed,
        $"The vault \"{secret.Vault}\" took the secret \"{secret.Name}\", but gives back something else.");

    internal static MoltbotException NoPowerShell() => new(
        ErrorCode.VaultUnavailable,
        $"There is no pwsh in the PATH, and only PowerShell can open a vault. Install PowerShell 7.4 or later (dotnet tool install --global PowerShell), and in it: {Install}.");

    internal static MoltbotException NoProvider(SecretReference reference, string file) => MoltbotException.About(reference.Provider, ErrorCode.SecretProviderNotFound,
        $"{reference} names a provider \"{reference.Provider}\" of secrets that is not declared. Declare it in {file}, or in secrets.providers of the configuration of a gateway that knows that section.");

    internal static MoltbotException NotFollowed(SecretReference reference) => MoltbotException.About(reference.Provider, ErrorCode.SecretProviderNotFound,
        $"The secret is at {reference}, and references are not followed here.");

    internal static MoltbotException OtherSource(SecretReference reference, SecretReferenceSource declared) => InvalidProvider(
        reference.Provider,
        $"it is declared with the source {SecretReferenceRules.NameOf(declared)}, and the reference says {SecretReferenceRules.NameOf(reference.Source)}. Make them agree");

    internal static MoltbotException InvalidProvider(string provider, string problem, string? path = null) => new(
        ErrorCode.SecretProviderInvalid,
        $"The provider \"{provider}\" of secrets cannot be used: {problem}.")
    {
        Subject = provider,
        Path = path,
    };

    internal static MoltbotException Failed(string provider, string problem) => MoltbotException.About(provider, ErrorCode.SecretProviderFailed,
        $"The provider \"{provider}\" of secrets failed: {problem}.");

    internal static MoltbotException NotFound(SecretReference reference) => MoltbotException.About(reference.Description, ErrorCode.SecretNotFound,
        $"There is no secret at {reference}. Put it there, or correct the reference.");

    internal static MoltbotException Unusable(SecretReference reference, string what) => MoltbotException.About(reference.Description, ErrorCode.SecretUnusable,
        $"What is at {reference} is {what}. Put the secret there as a text.");

    internal static string Seconds(TimeSpan time) => $"{time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s";
}

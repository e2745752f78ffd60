using Moltbot.Core.Secrets;

namespace Moltbot.Core.Importing;

/// <summary>A secret that a profile no longer refers to, and that others may need.</summary>
internal static class SecretLeftBehind
{
    /// <summary>A sentence that says where it is and how to take it out.</summary>
    public static string Message(string profileId, SecretReference reference) =>
        $"The secret that {profileId} had is still at {reference}. If nothing else needs it, {HowToRemove(reference)}.";

    private static string HowToRemove(SecretReference reference) => reference.IsInVault && VaultSecret.TryParse(reference.Id) is { } secret
        ? $"take it out: Remove-Secret -Vault '{Quoted(secret.Vault)}' -Name '{Quoted(secret.Name)}'"
        : "take it out there";

    private static string Quoted(string text) => text.Replace("'", "''", StringComparison.Ordinal);
}

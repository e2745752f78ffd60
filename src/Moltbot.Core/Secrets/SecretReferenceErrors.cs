using Moltbot.Core.Errors;

namespace Moltbot.Core.Secrets;

/// <summary>The errors of references that are none. What stands in them is not repeated where it may be a secret in the wrong place.</summary>
internal static class SecretReferenceErrors
{
    public static MoltbotException NamesNoVaultSecret(SecretReference reference) =>
        Invalid($"{reference} does not name a vault and a secret in it, as SecretStore/openai does");

    public static MoltbotException Invalid(string problem) => new(
        ErrorCode.SecretReferenceInvalid,
        $"This is no reference to a secret ({problem}).");

    public static MoltbotException Invalid(string profileId, string member, string problem) => MoltbotException.About(profileId, ErrorCode.SecretReferenceInvalid,
        $"{member} of auth profile \"{profileId}\" is no reference to a secret ({problem}). Correct it in the store.");
}

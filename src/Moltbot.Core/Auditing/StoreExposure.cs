using System.Text.Json;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Auditing;

/// <summary>
/// The plain secrets in a credential store. The tokens of sign-ins are none of them: the gateway renews them in the store,
/// so they can be nowhere else.
/// </summary>
internal static class StoreExposure
{
    public static IEnumerable<SecretFinding> In(string path)
    {
        foreach (AuthProfile profile in ProfilesIn(path))
        {
            if (profile.ReferenceProblem is { } problem)
                yield return Finding(SecretFindingCode.RefUnresolved, path, profile, problem.Message);
            if (!profile.HasPlainSecret || AuthProfile.SecretMember(profile.Kind) is null)
                continue;

            yield return profile.Reference is { } reference
                ? Finding(SecretFindingCode.RefShadowed, path, profile, $"A plain secret is left beside the reference to {reference}, which is used. Remove the plain one.")
                : Finding(SecretFindingCode.PlaintextFound, path, profile, "The secret stands in the store as it is. Move it to a vault with Move-MoltbotCredential.");
        }
    }

    private static SecretFinding Finding(SecretFindingCode code, string path, AuthProfile profile, string message) =>
        new(code, path, $"profiles.{profile.Id}.{AuthProfile.SecretMember(profile.Kind)}", message) { ProfileId = profile.Id };

    /// <summary>A store that cannot be read is the status's to report; a copy that cannot be is of no use to anybody.</summary>
    private static IEnumerable<AuthProfile> ProfilesIn(string path)
    {
        try
        {
            JsonElement json = CredentialFile.Read(path);
            return AuthProfileStore.Read(json, path)?.Profiles ?? [];
        }
        catch (MoltbotException)
        {
            return [];
        }
    }
}

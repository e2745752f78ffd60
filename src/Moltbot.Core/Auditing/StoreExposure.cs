using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.January;

namespace Moltbot.Core.Auditing;

/// <summary>
/// The plain secrets in a credential store. The tokens of sign-ins are none of them: the gateway renews them in the store,
/// so they can be nowhere else.
/// </summary>
internal static class StoreExposure
{
    /// <summary>The findings in a store or a copy of one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isCopy">Whether it is a copy, which nothing is moved out of.</param>
    /// <param name="frontEnd">In whose words it is told what to do next.</param>
    /// <exception cref="MoltbotException">It cannot be read.</exception>
    public static IEnumerable<SecretFinding> In(string path, bool isCopy, FrontEnd frontEnd)
    {
        foreach (AuthProfile profile in Read(path).Profiles)
        {
            if (profile.ReferenceProblem is { } problem)
                yield return Finding(SecretFindingCode.RefUnresolved, path, profile, problem.MessageIn(frontEnd));
            if (!profile.HasPlainSecret || AuthProfile.SecretMember(profile.Kind) is null)
                continue;

            yield return profile.Reference is { } reference
                ? Finding(SecretFindingCode.RefShadowed, path, profile, $"A plain secret is left beside the reference to {reference}, which is used. Remove the plain one.")
                : Finding(SecretFindingCode.PlaintextFound, path, profile, isCopy
                    ? "The secret stands in a copy of a store as it is. Delete the copy once nothing needs it."
                    : $"The secret stands in the store as it is. Move it to a vault with {NextSteps.MoveToVault.In(frontEnd)}.");
        }
    }

    /// <summary>What is JSON but no store is not known to hold no secret.</summary>
    private static AuthProfileStore Read(string path) => AuthProfileStore.Read(CredentialFile.Read(path), path) ?? throw ProfileErrors.NotAStore(path);

    private static SecretFinding Finding(SecretFindingCode code, string path, AuthProfile profile, string message) =>
        new(code, path, $"profiles.{profile.Id}.{AuthProfile.SecretMember(profile.Kind)}", message) { ProfileId = profile.Id };
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Text;

namespace Moltbot.Core.Auditing;

/// <summary>
/// The plain secrets in a credential store. The tokens of sign-ins are none of them: the gateway renews them in the store,
/// so they can be nowhere else.
/// </summary>
internal static class StoreExposure
{
    /// <summary>The findings in a store or a copy of one.</summary>
    /// <param name="store">What it holds.</param>
    /// <param name="path">The file.</param>
    /// <param name="isCopy">Whether it is a copy, which nothing is moved out of.</param>
    /// <param name="frontEnd">In whose words it is told what to do next.</param>
    public static IEnumerable<SecretFinding> In(AuthProfileStore store, string path, bool isCopy, FrontEnd frontEnd)
    {
        // One text for all of them: a store may have thousands.
        string noSecret = $"What is stored is no secret that a provider accepts: something was copied along, or in its place. Import it again with {NextSteps.ImportApiKey.In(frontEnd)}.";
        string plain = isCopy ? "The secret stands in a copy of a store as it is. Delete the copy once nothing needs it."
            : $"The secret stands in the store as it is. Move it to a vault with {NextSteps.MoveToVault.In(frontEnd)}.";
        foreach (AuthProfile profile in store.Profiles)
        {
            if (profile.ReferenceProblem is { } problem)
                yield return Finding(SecretFindingCode.RefUnresolved, path, profile, problem.MessageIn(frontEnd));
            if (!profile.HasPlainSecret || AuthProfile.SecretMember(profile.Kind) is null)
                continue;

            if (!isCopy && profile.Reference is null && SecretText.IsImpossible(profile.PlainSecret.Reveal()))
            {
                yield return Finding(SecretFindingCode.NotASecret, path, profile, noSecret);
                continue;
            }

            yield return profile.Reference is { } reference
                ? Finding(SecretFindingCode.RefShadowed, path, profile, $"A plain secret is left beside the reference to {reference}, which is used. Remove the plain one.")
                : Finding(SecretFindingCode.PlaintextFound, path, profile, plain);
        }

        foreach ((string id, JsonElement entry) in store.Profiles.Where(profile => AuthProfile.SecretMember(profile.Kind) is not null).Select(profile => (profile.Id, profile.Json))
            .Concat(store.PassedOver.Select(entry => (entry.Id, entry.Json))))
        {
            foreach (string member in UnreadSecrets(entry))
                yield return new SecretFinding(SecretFindingCode.PlaintextFound, path, $"profiles.{id}.{member}", "A secret stands in a member that is not read. Import the credential again if it is needed, and take the member out of the file.") { ProfileId = id };
        }
    }

    /// <summary>The members of an entry that are named like secrets and are not the one that its kind is read from.</summary>
    private static IEnumerable<string> UnreadSecrets(JsonElement entry)
    {
        string? read = AuthProfileKinds.Parse(entry.Member("type").AsText()) is { } kind && entry.Member("provider").IsTruthy() ? AuthProfile.SecretMember(kind) : null;
        return entry.Entries()
            .Where(member => member.Name != read)
            .SelectMany(member => TextExposure.Texts(new JsonObject { [member.Name] = JsonText.ToValue(member.Value) }, ""))
            .Where(text => SecretName.IsLike(text.Name) && TextExposure.IsPlain(text.Value, isModels: false))
            .Select(text => text.Place);
    }

    private static SecretFinding Finding(SecretFindingCode code, string path, AuthProfile profile, string message) =>
        new(code, profile.StoredIn ?? path, $"profiles.{profile.Id}.{AuthProfile.SecretMember(profile.Kind)}", message) { ProfileId = profile.Id };
}

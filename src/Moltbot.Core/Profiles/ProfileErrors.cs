using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Profiles;

/// <summary>Errors about the profiles that a caller names.</summary>
internal static class ProfileErrors
{
    private const int MostNamed = 5;

    /// <summary>The file is JSON, but no store. The gateway takes it for missing.</summary>
    public static MoltbotException NotAStore(string path) => MoltbotException.At(path, ErrorCode.StoreUnreadable,
        $"{path} is not a credential store: it has no \"profiles\". Nothing was changed. Repair the file, or move it away to start with an empty store.");

    /// <summary>There is no such profile; those that the caller may have meant are named, or else some that there are.</summary>
    public static MoltbotException NotFound(string profileId, AuthProfileStore store, string agentDirectory)
    {
        string prefix = profileId.Split(':')[0];
        ProviderId provider = ProviderId.Parse(prefix);
        AuthProfile[] similar = [.. store.Profiles.Where(profile => profile.Provider == provider || profile.Id.Contains(prefix, StringComparison.OrdinalIgnoreCase))];
        string[] named = [.. NearName.Order(profileId, (similar.Length > 0 ? similar : store.Profiles).Select(profile => profile.Id)).Take(MostNamed)];
        string hint = named.Length > 0 ? $"There is: {string.Join(", ", named)}." : "There are no profiles yet.";
        return new MoltbotException(ErrorCode.ProfileNotFound, $"Auth profile \"{profileId}\" not found in {agentDirectory}. {hint}") { Subject = profileId };
    }

    /// <summary>The profile is another provider's.</summary>
    public static MoltbotException OfOtherProvider(AuthProfile profile, ProviderId provider) => MoltbotException.About(profile.Id, ErrorCode.ProfileOfOtherProvider,
        $"Auth profile \"{profile.Id}\" is for {profile.ProviderName}, not {provider}. Name profiles of {provider} only.");

    /// <summary>Only keys and tokens can be set or kept elsewhere.</summary>
    public static MoltbotException WithoutReference(string profileId) => MoltbotException.About(profileId, ErrorCode.ProfileOfOtherKind,
        $"The secret of auth profile \"{profileId}\" cannot be moved or set: it is in another agent's store, or a sign-in, whose tokens the gateway renews in the store. Name a profile with a key or a token of this agent.");

    /// <summary>The profile holds neither a secret nor a reference to one.</summary>
    public static MoltbotException NothingToMove(string profileId) => MoltbotException.About(profileId, ErrorCode.ProfileUnusable,
        $"Auth profile \"{profileId}\" holds no secret that could be moved. Import one, or remove the profile.");

    /// <summary>The profile is not in the agent's own store.</summary>
    public static MoltbotException Inherited(string profileId, AgentId agent) => MoltbotException.About(profileId, ErrorCode.ProfileNotFound,
        $"Auth profile \"{profileId}\" is not agent {agent}'s own: it inherits it from {AgentId.Main}. Change it there, with {NextSteps.Agent(AgentId.Main.Value)}.");

    /// <summary>Another program put something else in the place of what was read.</summary>
    public static MoltbotException Changed(string profileId) => MoltbotException.About(profileId, ErrorCode.ProfileChanged,
        $"Another program changed auth profile \"{profileId}\" at the same moment, so it was left as it is now. Try again.");

    /// <summary>Something else is stored under the id of a new profile.</summary>
    public static MoltbotException OfOtherKind(NewProfile profile, AuthProfile? existing)
    {
        string stored = existing is null ? "an entry that only another version understands" : $"{existing.ProviderName}/{existing.Kind.ToStoredName()}";
        return MoltbotException.About(profile.Id, ErrorCode.ProfileOfOtherKind,
            $"Auth profile \"{profile.Id}\" is {stored}, and {profile.Provider}/{profile.Kind.ToStoredName()} would replace it. Name another profile id, or replace it with {NextSteps.Force}.");
    }
}

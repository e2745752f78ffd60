using Moltbot.Core.Failures;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Text;

namespace Moltbot.Core.Importing;

/// <summary>What is said in a vault about a profile's secret.</summary>
public static class SecretMetadata
{
    /// <summary>The provider.</summary>
    public const string Provider = "Provider";

    /// <summary>The kind of credential, by its stored name.</summary>
    public const string Kind = "Kind";

    /// <summary>The profile's id.</summary>
    public const string ProfileId = "ProfileId";

    /// <summary>The agent's id.</summary>
    public const string Agent = "Agent";

    /// <summary>The state directory of the installation; only where the profiles themselves are the vault.</summary>
    public const string StateDirectory = "StateDirectory";

    /// <summary>When it expires, in UTC; missing when it does not or nobody knows.</summary>
    public const string Expires = "Expires";

    /// <summary>What is said about a profile of an agent in a vault elsewhere.</summary>
    public static IReadOnlyDictionary<string, object> Of(AuthProfile profile, AgentId agent) =>
        Create(agent, profile.Id, profile.Provider.Value, profile.Kind, profile.Expires);

    /// <summary>What is said about a profile of an agent where the profiles are the vault.</summary>
    public static IReadOnlyDictionary<string, object> Of(AuthProfile profile, AgentId agent, string stateDirectory)
    {
        Dictionary<string, object> metadata = Create(agent, profile.Id, profile.Provider.Value, profile.Kind, profile.Expires);
        metadata[StateDirectory] = stateDirectory;
        return metadata;
    }

    /// <summary>What is said about a profile that is to be stored.</summary>
    internal static IReadOnlyDictionary<string, object> Of(NewProfile profile, AgentId agent) =>
        Create(agent, profile.Id, profile.Provider.Value, profile.Kind, profile.Expires);

    private static Dictionary<string, object> Create(AgentId agent, string profileId, string provider, AuthProfileKind kind, double? expires)
    {
        Dictionary<string, object> metadata = new(StringComparer.Ordinal)
        {
            [Provider] = provider,
            [Kind] = kind.ToStoredName(),
            [ProfileId] = profileId,
            [Agent] = agent.Value,
        };
        if (UnixTime.ToDateTime(expires) is { } time)
            metadata[Expires] = time.UtcDateTime;

        return metadata;
    }
}

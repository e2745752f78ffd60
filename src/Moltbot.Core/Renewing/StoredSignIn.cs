using Moltbot.Core.Text;

namespace Moltbot.Core.Renewing;

/// <summary>A sign-in that could be renewed.</summary>
public sealed class StoredSignIn
{
    internal StoredSignIn(SignInCopy copy, bool isDue)
    {
        Copy = copy;
        IsDue = isDue;
    }

    /// <summary>The id of the agent whose store holds it.</summary>
    public string Agent => Copy.Agent.Id.Value;

    /// <summary>The id of the profile.</summary>
    public string ProfileId => Copy.Profile.Id;

    /// <summary>The provider.</summary>
    public string Provider => Copy.Profile.Provider.Value;

    /// <summary>When its access token expires; <see langword="null"/> when that is not known.</summary>
    public DateTimeOffset? ExpiresAt => UnixTime.ToDateTime(Copy.Profile.Expires);

    /// <summary>Whether it would be renewed now.</summary>
    public bool IsDue { get; }

    internal SignInCopy Copy { get; }
}

using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Text;

namespace Moltbot.Core.Renewing;

/// <summary>A sign-in after it was renewed, or was not.</summary>
public sealed class RenewedSignIn
{
    private readonly MoltbotException? error;

    internal RenewedSignIn(SignInCopy copy, RenewalOutcome outcome, FlatList<string> agents, MoltbotException? error = null)
    {
        Profile = copy.Profile;
        StateDirectory = copy.Agent.StateDirectory;
        Agent = copy.Agent.Id.Value;
        Outcome = outcome;
        Agents = agents;
        this.error = error;
        Reason = error?.MessageIn(copy.Agent.Environment.FrontEnd);
    }

    /// <summary>The absolute path of the state directory of the installation.</summary>
    public string StateDirectory { get; }

    /// <summary>The id of the agent whose store holds it.</summary>
    public string Agent { get; }

    /// <summary>The id of the profile.</summary>
    public string ProfileId => Profile.Id;

    /// <summary>The provider.</summary>
    public string Provider => Profile.Provider.Value;

    /// <summary>What became of it.</summary>
    public RenewalOutcome Outcome { get; }

    /// <summary>When its access token expires; <see langword="null"/> when that is not known.</summary>
    public DateTimeOffset? ExpiresAt => UnixTime.ToDateTime(Profile.Expires);

    /// <summary>The ids of all agents whose stores hold the sign-in.</summary>
    public FlatList<string> Agents { get; }

    /// <summary>Why it could not be renewed, or is of no use although it was, and what to do next; <see langword="null"/> where all is well.</summary>
    public string? Reason { get; }

    /// <summary>The sign-in as it is stored now.</summary>
    internal AuthProfile Profile { get; }

    /// <summary>The error that <see cref="Reason"/> tells; <see langword="null"/> where all is well. No property, because a line of CSV would hold where it was thrown.</summary>
    public MoltbotException? ToError() => error;
}

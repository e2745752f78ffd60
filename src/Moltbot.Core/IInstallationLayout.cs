using Moltbot.Core.Auditing;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Sessions;

namespace Moltbot.Core;

/// <summary>How a generation of gateways keeps what an installation holds. It is chosen once, when an installation is opened.</summary>
internal interface IInstallationLayout
{
    /// <summary>The generation.</summary>
    LayoutKind Kind { get; }

    /// <summary>Chooses the layout of an installation.</summary>
    /// <param name="kind">Whose the installation is. Where that is not known it counts as January's, which is refused.</param>
    /// <param name="paths">Where the files are.</param>
    /// <param name="homeDirectory">The home directory, where other programs keep their sign-ins.</param>
    /// <param name="time">The clock.</param>
    /// <param name="unnoticed">Where it is noted that a running gateway has to be told of a change.</param>
    static IInstallationLayout Choose(LayoutKind kind, InstallationPaths paths, string homeDirectory, TimeProvider time, UnnoticedChange unnoticed) =>
        kind == LayoutKind.Today ? new TodayLayout(paths, time, unnoticed) : new JanuaryLayout(paths, homeDirectory, time);

    /// <summary>The version of the gateway that made what is kept, where that says so itself; else <see langword="null"/>.</summary>
    string? Version { get; }

    /// <summary>What is remembered of the use of profiles, and for how long.</summary>
    IProfileUsageRules Usage { get; }

    /// <summary>The credentials of an agent.</summary>
    /// <param name="agent">The agent's id.</param>
    /// <param name="directory">The absolute path of the agent's directory, whether it exists or not.</param>
    IProfileStore StoreOf(AgentId agent, string directory);

    /// <summary>The absolute paths of the files in which the main agent's credentials are, or would be. Nothing of them is read.</summary>
    IEnumerable<string> SharedStores { get; }

    /// <summary>The sessions of an agent, with their pins.</summary>
    ISessionStore SessionsOf(AgentContext agent);

    /// <summary>Where secrets can be in the installation, each place once.</summary>
    /// <param name="agents">The agents.</param>
    /// <param name="texts">What is in the files of text, of which one can name others.</param>
    IEnumerable<SecretPlace> SecretPlaces(IEnumerable<AgentContext> agents, TextExposure texts);
}

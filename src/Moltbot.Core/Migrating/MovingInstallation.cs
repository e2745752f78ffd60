using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Sessions;

namespace Moltbot.Core.Migrating;

/// <summary>An installation as a migration finds it.</summary>
internal sealed record MovingInstallation
{
    /// <summary>Where its files are.</summary>
    public required InstallationPaths Paths { get; init; }

    /// <summary>Whose it is.</summary>
    public required InstallationLayout Layout { get; init; }

    /// <summary>Its configuration.</summary>
    public required ConfigurationFile ConfigurationFile { get; init; }

    /// <summary>Its agents, those once that share a store.</summary>
    public required IReadOnlyList<AgentContext> Agents { get; init; }

    /// <summary>The sessions of an agent.</summary>
    public required Func<AgentContext, ISessionStore> SessionsOf { get; init; }

    /// <summary>The environment with everything that adds to it.</summary>
    public required ProcessEnvironment Environment { get; init; }

    /// <summary>What keeps it from being known.</summary>
    public required IReadOnlyList<MoltbotException> Errors { get; init; }
}

using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Sessions;

namespace Moltbot.Core.BackingUp;

/// <summary>An installation that is saved, or that a backup is put back into.</summary>
internal sealed record BackedInstallation
{
    /// <summary>Where its files are.</summary>
    public required InstallationPaths Paths { get; init; }

    /// <summary>Tells whose it is now.</summary>
    public required Func<InstallationLayout> Look { get; init; }

    /// <summary>The version of the gateway that last wrote in it, or <see langword="null"/> where nothing says so.</summary>
    public required string? GatewayVersion { get; init; }

    /// <summary>Its configuration.</summary>
    public required ConfigurationFile ConfigurationFile { get; init; }

    /// <summary>Its agents.</summary>
    public required IReadOnlyList<AgentContext> Agents { get; init; }

    /// <summary>The sessions of an agent.</summary>
    public required Func<AgentContext, ISessionStore> SessionsOf { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }
}

using Moltbot.Core.Installation;

namespace Moltbot.Core;

/// <summary>An agent that is configured or has a directory.</summary>
public sealed class ListedAgent
{
    internal ListedAgent(Agent agent, bool isDefault, bool isConfigured)
    {
        StateDirectory = agent.StateDirectory;
        Agent = agent.Id.Value;
        IsDefault = isDefault;
        IsConfigured = isConfigured;
        Directory = agent.Directory;
        Path = agent.StorePath;
        HasStore = agent.HasStore;
    }

    /// <summary>The absolute path of the installation's state directory.</summary>
    public string StateDirectory { get; }

    /// <summary>The id of the agent.</summary>
    public string Agent { get; }

    /// <summary>Whether it is the configured default agent.</summary>
    public bool IsDefault { get; }

    /// <summary>Whether it has an entry in <c>agents.list</c>, or with a gateway of today in <c>agents.entries</c>.</summary>
    public bool IsConfigured { get; }

    /// <summary>Whether it has a credential store of its own; without one it inherits everything from <see cref="AgentId.Main"/>.</summary>
    public bool HasStore { get; }

    /// <summary>The absolute path of the agent's directory, whether it exists or not.</summary>
    public string Directory { get; }

    /// <summary>The absolute path of the agent's own store, whether it exists or not.</summary>
    public string Path { get; }
}

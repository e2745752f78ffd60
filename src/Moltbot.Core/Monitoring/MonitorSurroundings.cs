using Moltbot.Core.Resolving;

namespace Moltbot.Core.Monitoring;

/// <summary>What a pass works with.</summary>
/// <param name="Secrets">Follows references of channels and profiles (what an installation opens for a command).</param>
public sealed record MonitorSurroundings(SecretResolver Secrets)
{
    /// <summary>Who opens the vaults of SecretManagement for rotations; <see langword="null"/> where there are none.</summary>
    public ISecretVaults? Vaults { get; init; }

    /// <summary>Does something that may open a vault, where that is possible.</summary>
    public Func<Action, Task> Run { get; init; } = Task.Run;

    /// <summary>What carries the requests in a test; the network if <see langword="null"/>.</summary>
    public HttpMessageHandler? Network { get; init; }

    /// <summary>What this machine is called in messages.</summary>
    public string Host { get; init; } = Environment.MachineName;
}

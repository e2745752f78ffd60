using Moltbot.Core.Errors;

namespace Moltbot.Core.Installation;

/// <summary>
/// Whether credentials were changed behind the back of a gateway of today. One that runs goes on with what it has read, for many
/// runs also with what was removed, until it is told to read it again (docs/gateway/later.md §2.6).
/// </summary>
internal sealed class UnnoticedChange
{
    private volatile bool isMade;

    /// <summary>Takes down that there was one.</summary>
    public void Note() => isMade = true;

    /// <summary>What to do about it; <see langword="null"/> when there was none, or no gateway is known to run.</summary>
    /// <param name="stateDirectory">The absolute path of the state directory.</param>
    public string? AdviceFor(string stateDirectory) => isMade && GatewayPresence.In(stateDirectory) is { IsRunning: true } gateway
        ? $"The gateway that runs there ({gateway.Reason}) goes on with the credentials that it has read. {GatewayCommands.Reload(stateDirectory)} has it read them again, and so does {GatewayCommands.Restart(stateDirectory)}."
        : null;
}

using Moltbot.Core.Errors;

namespace Moltbot.Core.Monitoring;

/// <summary>Something by which people are told.</summary>
internal interface IMonitorChannel
{
    /// <summary>Tells it, and returns once that was accepted.</summary>
    /// <exception cref="MoltbotException">It was not accepted.</exception>
    /// <exception cref="OperationCanceledException">There was no time left.</exception>
    Task SendAsync(MonitorMessage message, CancellationToken cancellation);
}

namespace Moltbot.Core.Probing;

/// <summary>The names of states, as they are written in JSON and shown.</summary>
public static class ProbeStates
{
    /// <summary>The name of a state: <c>rate_limit</c>.</summary>
    public static string ToName(this ProbeState state) => state switch
    {
        ProbeState.Ok => "ok",
        ProbeState.Auth => "auth",
        ProbeState.Billing => "billing",
        ProbeState.RateLimit => "rate_limit",
        ProbeState.Timeout => "timeout",
        ProbeState.Format => "format",
        ProbeState.Network => "network",
        ProbeState.Skipped => "skipped",
        _ => "unknown",
    };
}

namespace Moltbot.Core.Selection;

/// <summary>An order override: which profiles of a provider an agent tries, and no others.</summary>
/// <param name="Agent">The agent's id.</param>
/// <param name="Provider">The provider's normal id.</param>
/// <param name="StorePath">The agent's store.</param>
/// <param name="ProfileId">The profile ids, the first one first; none when there is no override.</param>
public sealed record AuthOrder(string Agent, string Provider, string StorePath, IReadOnlyList<string> ProfileId)
{
    /// <summary>Whether there is an override at all.</summary>
    public bool IsSet => ProfileId.Count > 0;
}

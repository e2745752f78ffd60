using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Auditing;

/// <summary>Where secrets can be.</summary>
/// <param name="Kind">What is there.</param>
/// <param name="Place">Where that is, whether it exists or not.</param>
/// <param name="Agent">The agent whose file it is, or <see langword="null"/> when it is the installation's.</param>
internal sealed record SecretPlace(SecretPlaceKind Kind, StorePlace Place, AgentId? Agent = null)
{
    /// <summary>Why nobody knows whether there is something of that kind, or <see langword="null"/>.</summary>
    public MoltbotException? Problem { get; init; }
}

using Moltbot.Core.Errors;
using Moltbot.Core.Text;

namespace Moltbot.Core.Selection;

/// <summary>An order: which profiles of a provider an agent tries, and no others.</summary>
/// <param name="StateDirectory">The absolute path of the installation's state directory.</param>
/// <param name="Agent">The agent's id.</param>
/// <param name="Provider">The provider's normal id.</param>
/// <param name="Path">The absolute path of the file that it is in: the agent's store, or the configuration.</param>
/// <param name="ProfileId">The profile ids, the first one first; none when there is no override.</param>
public sealed record AuthOrder(string StateDirectory, string Agent, string Provider, string Path, FlatList<string> ProfileId)
{
    /// <summary>Whether there is an override at all.</summary>
    public bool IsSet => ProfileId.Count > 0;

    /// <summary>Whether it is the configuration's, and not an override in the agent's store.</summary>
    public bool IsConfigured { get; init; }

    /// <summary>Those of the profile ids that no profile has, so that they are passed over.</summary>
    public FlatList<string> UnknownProfileId { get; init; } = [];

    /// <summary>In whose words it is told what to do next.</summary>
    internal FrontEnd FrontEnd { get; init; }

    /// <summary>What a person should know about the order, or <see langword="null"/>.</summary>
    public string? Warning => UnknownProfileId.Count == 0 ? null :
        $"The {Provider} order of agent {Agent} names profiles that do not exist: {string.Join(", ", UnknownProfileId)}. {NextSteps.RepairOrders.In(FrontEnd)} takes them out.";
}

namespace Moltbot.Core.Profiles;

/// <summary>A change of an agent's own store.</summary>
/// <param name="Rule">What it is to hold, given what it holds while it is locked.</param>
/// <param name="Durability">What has to be true of the change once it is made.</param>
internal sealed record StoreChange(StoreRule Rule, Durability Durability = Durability.Lasting)
{
    /// <summary>Whether a store that says nothing afterwards is taken away, because there was none before.</summary>
    public bool RemovesEmpty { get; init; }

    /// <summary>A change that the agent's view does not matter for.</summary>
    public static StoreChange Of(Func<StoreContent, StoreContent> rule) => new((own, _) => rule(own));

    /// <summary>A change of what is remembered about the use of profiles.</summary>
    public static StoreChange OfUsage(StoreRule rule) => new(rule, Durability.Fleeting);
}

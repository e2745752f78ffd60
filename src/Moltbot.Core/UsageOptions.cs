using Moltbot.Core.Providers;

namespace Moltbot.Core;

/// <summary>How providers are asked how much of a plan is left.</summary>
/// <param name="Providers">The only providers to ask; all for which there is a credential if <see langword="null"/>.</param>
public sealed record UsageOptions(IReadOnlyCollection<ProviderId>? Providers = null)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>How long a provider may take if nothing else is said.</summary>
    public static TimeSpan UsualLimit { get; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a provider may take with all of its answers, renewals apart.</summary>
    public TimeSpan Limit { get; init; } = UsualLimit;

    /// <summary>Whether a sign-in that has expired is left as it is.</summary>
    public bool NoRefresh { get; init; }

    /// <summary>Whether a limit is one that can be waited for: more than nothing, and ten minutes at most.</summary>
    public static bool IsLimit(TimeSpan limit) => limit > TimeSpan.Zero && limit <= Longest;
}

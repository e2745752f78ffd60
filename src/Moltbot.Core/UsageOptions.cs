using Moltbot.Core.Providers;

namespace Moltbot.Core;

/// <summary>How providers are asked how much of a plan is left.</summary>
/// <param name="Provider">The only provider to ask; all for which there is a credential if <see langword="null"/>.</param>
public sealed record UsageOptions(ProviderId? Provider = null)
{
    /// <summary>How long a provider may take if nothing else is said.</summary>
    public static TimeSpan UsualLimit { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest time that can be asked for.</summary>
    public static TimeSpan LongestLimit { get; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a provider may take with all of its answers, renewals apart.</summary>
    public TimeSpan Limit { get; init; } = UsualLimit;

    /// <summary>Whether a sign-in that has expired is left as it is.</summary>
    public bool NoRefresh { get; init; }
}

namespace Moltbot.Core.Quotas;

/// <summary>A span of time or a kind of use, of which a plan allows so much.</summary>
/// <param name="Label">What the provider calls it, as <c>5h</c>, <c>Week</c> or <c>Premium</c>.</param>
/// <param name="UsedPercent">How much of it is used, from 0 to 100.</param>
/// <param name="ResetsAt">When it begins anew; <see langword="null"/> when that is not told.</param>
/// <param name="ResetsIn">How long that was away when the provider was asked; not negative.</param>
public sealed record UsageWindow(string Label, double UsedPercent, DateTimeOffset? ResetsAt, TimeSpan? ResetsIn)
{
    /// <summary>How much of it is left, from 0 to 100.</summary>
    public double LeftPercent => 100 - UsedPercent;

    /// <inheritdoc/>
    public override string ToString() => QuotaText.Left(this);
}

namespace Moltbot.Core.Quotas;

/// <summary>A span of time or a kind of use, of which a plan allows so much, as a provider tells it.</summary>
/// <param name="Label">What it is called.</param>
/// <param name="UsedPercent">How much of it is used, from 0 to 100.</param>
/// <param name="ResetsAt">When it begins anew, in milliseconds since the Unix epoch; <see langword="null"/> when that is not told.</param>
internal sealed record QuotaWindow(string Label, double UsedPercent, double? ResetsAt = null);

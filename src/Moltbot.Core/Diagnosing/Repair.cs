using Moltbot.Core.Errors;
using Moltbot.Core.Files;

namespace Moltbot.Core.Diagnosing;

/// <summary>A change that mends what was found. It goes through the writers that everybody uses, and reads again what it changes.</summary>
public sealed record Repair
{
    private readonly Func<CancellationToken, Task<Advice>> make;

    /// <param name="change">What is changed, as people read it before.</param>
    /// <param name="consent">What it takes for it to be made.</param>
    /// <param name="make">Makes it, and says how it can be undone.</param>
    internal Repair(PlannedChange change, RepairConsent consent, Func<CancellationToken, Task<Advice>> make)
    {
        Change = change;
        Consent = consent;
        this.make = make;
    }

    /// <summary>What is changed, as people read it before.</summary>
    public PlannedChange Change { get; }

    /// <summary>What it takes for it to be made.</summary>
    public RepairConsent Consent { get; }

    /// <summary>Whether a secret goes with it that may be nowhere else.</summary>
    public bool RemovesSecret { get; init; }

    /// <summary>Whether Enter is a yes where somebody is asked. A loss is never one.</summary>
    public bool IsYesByDefault { get => field && Consent != RepairConsent.Forced && !RemovesSecret; init; } = true;

    /// <summary>Whether it is made without a question also where nobody can be asked, as the gateway moves what older versions left.</summary>
    public bool IsMigration { get; init; }

    /// <summary>A change that waits for nothing but locks.</summary>
    /// <param name="target">What is changed.</param>
    /// <param name="action">What is done to it, as "Remove the order".</param>
    /// <param name="consent">What it takes.</param>
    /// <param name="make">Makes it, and says how it can be undone.</param>
    internal static Repair Of(string target, string action, RepairConsent consent, Func<CancellationToken, Advice> make) =>
        new(new PlannedChange(target, action), consent, cancellation => Task.FromResult(make(cancellation)));

    /// <summary>Makes it.</summary>
    /// <returns>How it can be undone.</returns>
    internal Task<Advice> MakeAsync(CancellationToken cancellation) => make(cancellation);
}

using Moltbot.Core.Diagnosing;

namespace Moltbot.Core.Tests.Diagnosing;

/// <summary>A way in which an installation can be damaged, and what a doctor has to find then.</summary>
/// <param name="Kind">The id of the finding.</param>
/// <param name="Inflict">Damages a healthy installation.</param>
/// <param name="Repair">What it takes for the repair; <see langword="null"/> when a person has to do it.</param>
internal sealed record Damage(string Kind, Action<DoctorScene> Inflict, RepairConsent? Repair = null)
{
    /// <summary>Whether a secret goes with the repair, as it is meant to.</summary>
    public bool RemovesSecret { get; init; }

    /// <summary>Whether it takes a Unix system.</summary>
    public bool NeedsUnix { get; init; }

    /// <summary>Whether only an administrator can inflict it.</summary>
    public bool NeedsRoot { get; init; }
}

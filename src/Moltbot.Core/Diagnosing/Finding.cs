using Moltbot.Core.Text;

namespace Moltbot.Core.Diagnosing;

/// <summary>Something that is wrong with an installation. Never a secret or a part of one.</summary>
public sealed record Finding
{
    internal Finding(FindingKind kind) => Kind = kind;

    /// <summary>The name by which scripts know it: <c>AUTH_PROFILE_EXPIRED</c>.</summary>
    public string Id => Kind.Id;

    /// <summary>How bad it is.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>What is wrong, and what a person can do about it.</summary>
    public required string Message { get; init => field = VisibleText.OfSentence(value); }

    /// <summary>The absolute path of the file or directory that it is about, or <see langword="null"/>.</summary>
    public string? Path { get; init; }

    /// <summary>The line in the file, counted from 1, or <see langword="null"/>.</summary>
    public int? Line { get; init; }

    /// <summary>The column in the line in UTF-16 units, counted from 1, or <see langword="null"/>.</summary>
    public int? Column { get; init; }

    /// <summary>Where in the file: a member, a variable, a path in the configuration; <see langword="null"/> for the file as a whole.</summary>
    public string? Entry { get; init => field = value is null ? null : VisibleText.Of(value); }

    /// <summary>The id of the agent whose it is, or <see langword="null"/> when it is the installation's.</summary>
    public string? Agent { get; init; }

    /// <summary>The profile that it is about, or <see langword="null"/>.</summary>
    public string? ProfileId { get; init; }

    /// <summary>The absolute path of the installation's state directory.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>What the repair would do, or <see langword="null"/> when there is none and a person has to do it.</summary>
    public string? Repair => Mending?.Change.Action;

    /// <summary>Whether there is a repair that is safe to make unasked.</summary>
    public bool IsSafe => Mending is { Consent: RepairConsent.Unasked };

    /// <summary>Whether the repair removes a secret that may be nowhere else.</summary>
    public bool RemovesSecret => Mending is { RemovesSecret: true };

    /// <summary>The heading that it stands under.</summary>
    public string Title => Kind.Title;

    /// <summary>What kind of thing is wrong. No property for others: a line of CSV would hold an object.</summary>
    internal FindingKind Kind { get; }

    /// <summary>The repair, or <see langword="null"/>.</summary>
    internal Repair? Mending { get; init; }

    /// <summary>The repair with all that is to be known before it is made, or <see langword="null"/>. No property: it is no text for a file.</summary>
    public Repair? ToRepair() => Mending;

    /// <summary>Where it is explained. No property: a line of CSV is no place for it.</summary>
    public Uri ToHelp() => Kind.Help;

    /// <summary>Whether another is about the same thing, however it was worded then.</summary>
    public bool IsSameAs(Finding other) =>
        (Id, Path, Entry, Agent, ProfileId) == (other.Id, other.Path, other.Entry, other.Agent, other.ProfileId);
}

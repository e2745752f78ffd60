using Moltbot.Core.Errors;

namespace Moltbot.Core.Diagnosing;

/// <summary>A finding after the attempt to mend it.</summary>
public sealed record RepairedFinding
{
    private readonly MoltbotException? error;
    private readonly FrontEnd frontEnd;

    internal RepairedFinding(Finding finding, RepairOutcome outcome, FrontEnd frontEnd, MoltbotException? error = null)
    {
        Id = finding.Id;
        Path = finding.Path;
        Agent = finding.Agent;
        ProfileId = finding.ProfileId;
        StateDirectory = finding.StateDirectory;
        Action = finding.Repair ?? "";
        Result = outcome;
        this.error = error;
        this.frontEnd = frontEnd;
    }

    /// <summary>The name of the finding.</summary>
    public string Id { get; }

    /// <summary>What became of it.</summary>
    public RepairOutcome Result { get; }

    /// <summary>What was done, or was to be done.</summary>
    public string Action { get; }

    /// <summary>How it can be undone; empty where nothing was done.</summary>
    public string Undo { get; init; } = "";

    /// <summary>Why it could not be mended, or <see langword="null"/>.</summary>
    public string? Reason => error?.MessageIn(frontEnd);

    /// <summary>The absolute path of the file or directory that it is about, or <see langword="null"/>.</summary>
    public string? Path { get; }

    /// <summary>The id of the agent whose it is, or <see langword="null"/>.</summary>
    public string? Agent { get; }

    /// <summary>The profile that it is about, or <see langword="null"/>.</summary>
    public string? ProfileId { get; }

    /// <summary>The absolute path of the installation's state directory.</summary>
    public string StateDirectory { get; }

    /// <summary>The error for which it could not be mended, or <see langword="null"/>. No property, because a line of CSV would hold where it was thrown.</summary>
    public MoltbotException? ToError() => error;
}

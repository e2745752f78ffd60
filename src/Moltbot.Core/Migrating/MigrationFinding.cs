using Moltbot.Core.Diagnosing;
using Moltbot.Core.Text;

namespace Moltbot.Core.Migrating;

/// <summary>
/// Something that becomes of an installation of January when the gateway of today takes it over, or has become of one that was.
/// Never a secret or a part of one.
/// </summary>
public sealed record MigrationFinding
{
    internal MigrationFinding(MigrationKind kind)
    {
        Id = kind.Id;
        Severity = kind.Severity;
    }

    /// <summary>The name by which scripts know it: <c>PROFILE_LOST</c>.</summary>
    public string Id { get; }

    /// <summary>An error for what is lost or keeps the gateway from working, a warning for what is left behind, a note for what is different afterwards.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>The absolute path of the file or directory that it is about, or <see langword="null"/>.</summary>
    public string? Path { get; init; }

    /// <summary>Where in the file: a member, a variable, a path in the configuration; <see langword="null"/> for the file as a whole.</summary>
    public string? Entry { get; init => field = value is null ? null : VisibleText.Of(value); }

    /// <summary>The id of the agent whose it is, or <see langword="null"/> when it is the installation's.</summary>
    public string? Agent { get; init; }

    /// <summary>The profile that it is about, or <see langword="null"/>.</summary>
    public string? ProfileId { get; init; }

    /// <summary>What becomes of it.</summary>
    public required string Message { get; init => field = VisibleText.OfSentence(value); }

    /// <summary>What to do about it.</summary>
    public required string Advice { get; init => field = VisibleText.OfSentence(value); }

    /// <summary>The absolute path of the installation's state directory.</summary>
    public string StateDirectory { get; init; } = "";
}

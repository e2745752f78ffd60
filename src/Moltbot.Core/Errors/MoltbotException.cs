using Moltbot.Core.Text;

namespace Moltbot.Core.Errors;

/// <summary>
/// An error with a code to act on and a sentence that tells the user what to do next.
/// The message never holds a secret or a part of one: what looks like one is hidden, whoever wrote it.
/// </summary>
public sealed class MoltbotException : Exception
{
    /// <summary>Creates an error that concerns no particular file.</summary>
    public MoltbotException(ErrorCode code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>What went wrong.</summary>
    public ErrorCode Code { get; }

    /// <inheritdoc/>
    public override string Message => Redaction.HideInMessage(base.Message);

    /// <summary>The absolute path of the file concerned, or <see langword="null"/>.</summary>
    public string? Path { get; init; }

    /// <summary>The line in <see cref="Path"/>, counted from 1, or <see langword="null"/>.</summary>
    public int? Line { get; init; }

    /// <summary>The column in <see cref="Line"/> in UTF-16 units, counted from 1, or <see langword="null"/>.</summary>
    public int? Column { get; init; }

    /// <summary>The profile, provider, agent or other name that the error is about, or <see langword="null"/>.</summary>
    public string? Subject { get; init; }

    /// <summary>The same error with a sentence more about what came of it.</summary>
    internal MoltbotException With(string outcome) => new(Code, $"{Message} {outcome}", this)
    {
        Path = Path,
        Line = Line,
        Column = Column,
        Subject = Subject,
    };
}

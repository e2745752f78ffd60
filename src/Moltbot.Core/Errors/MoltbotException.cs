using Moltbot.Core.Text;

namespace Moltbot.Core.Errors;

/// <summary>
/// An error with a code to act on and a sentence that tells the user what to do next.
/// The message never holds a secret or a part of one, nor a character that cannot be seen: it is <see cref="VisibleText"/>.
/// </summary>
public sealed class MoltbotException : Exception
{
    private readonly Advice advice;

    /// <summary>Creates an error that concerns no particular file.</summary>
    public MoltbotException(ErrorCode code, Advice message, Exception? innerException = null)
        : base(message.In(FrontEnd.CommandLine), innerException)
    {
        Code = code;
        advice = message;
    }

    /// <summary>What went wrong.</summary>
    public ErrorCode Code { get; }

    /// <summary>What went wrong and what to do next, in the command line's words unless the error is <see cref="In">in another front end's</see>.</summary>
    public override string Message => VisibleText.OfSentence(base.Message);

    /// <summary>The absolute path of the file concerned, or <see langword="null"/>.</summary>
    public string? Path { get; init; }

    /// <summary>The line in <see cref="Path"/>, counted from 1, or <see langword="null"/>.</summary>
    public int? Line { get; init; }

    /// <summary>The column in <see cref="Line"/> in UTF-16 units, counted from 1, or <see langword="null"/>.</summary>
    public int? Column { get; init; }

    /// <summary>The profile, provider, agent or other name that the error is about, or <see langword="null"/>.</summary>
    public string? Subject { get; init; }

    /// <summary>What went wrong and what to do next, in words that are still to be chosen: for a sentence that repeats them.</summary>
    internal Advice Words => advice;

    /// <summary>What went wrong and what to do next, in a front end's words.</summary>
    public string MessageIn(FrontEnd frontEnd) => VisibleText.OfSentence(advice.In(frontEnd));

    /// <summary>The same error in a front end's words.</summary>
    public MoltbotException In(FrontEnd frontEnd) => MessageIn(frontEnd) == Message ? this : Copy(advice.In(frontEnd), InnerException);

    /// <summary>An error about a profile, provider, agent or something else that has a name.</summary>
    internal static MoltbotException About(string subject, ErrorCode code, Advice message) => new(code, message) { Subject = subject };

    /// <summary>An error about a file.</summary>
    internal static MoltbotException At(string path, ErrorCode code, Advice message) => new(code, message) { Path = path };

    /// <summary>The same error with a sentence more about what came of it.</summary>
    internal MoltbotException With(Advice outcome) => Copy($"{advice} {outcome}", this);

    private MoltbotException Copy(Advice message, Exception? cause) => new(Code, message, cause)
    {
        Path = Path,
        Line = Line,
        Column = Column,
        Subject = Subject,
    };
}

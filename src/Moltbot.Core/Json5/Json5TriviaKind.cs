namespace Moltbot.Core.Json5;

/// <summary>What may stand between two tokens without a meaning of its own.</summary>
internal enum Json5TriviaKind
{
    /// <summary>White space within a line, such as indentation or a byte order mark.</summary>
    WhiteSpace,

    /// <summary>One line terminator: LF, CR LF, CR, U+2028 or U+2029.</summary>
    LineEnd,

    /// <summary>A comment from <c>//</c> up to, but not including, the end of its line.</summary>
    LineComment,

    /// <summary>A comment from <c>/*</c> to <c>*/</c>, both included.</summary>
    BlockComment,
}

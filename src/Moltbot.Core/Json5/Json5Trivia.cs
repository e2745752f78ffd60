namespace Moltbot.Core.Json5;

/// <summary>White space, a line terminator or a comment between two tokens.</summary>
/// <param name="Kind">Which of them it is.</param>
/// <param name="Span">Where it stands in the text.</param>
internal sealed record Json5Trivia(Json5TriviaKind Kind, Json5Span Span)
{
    /// <summary>Whether it is a comment of either kind.</summary>
    public bool IsComment => Kind is Json5TriviaKind.LineComment or Json5TriviaKind.BlockComment;
}

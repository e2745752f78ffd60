namespace Moltbot.Core.Files;

/// <summary>A link is on the way that somebody may have put there to have us use a file of his choice. It is not followed.</summary>
/// <param name="path">The absolute path of the link.</param>
/// <param name="reason">Why it is not followed.</param>
/// <param name="remedy">What to do about it, without the full stop.</param>
internal sealed class ForeignLinkException(string path, string reason, string remedy) : UnusableFileException(path)
{
    /// <inheritdoc/>
    public override string Remedy => remedy;

    /// <inheritdoc/>
    public override string Sentence => $"{Path} is not followed: {reason}. {Remedy}";

    /// <inheritdoc/>
    public override string Message => $"the link is not followed, because {reason}";
}

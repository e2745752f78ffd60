namespace Moltbot.Core.Files;

/// <summary>Something else than a regular file is where one of ours is looked for. It is neither opened nor replaced.</summary>
internal sealed class NotAFileException : UnusableFileException
{
    private readonly string name;
    private readonly string article;
    private readonly bool isLink;

    /// <summary>There is something else.</summary>
    /// <param name="path">The absolute path, as the user knows it: with links. Where a link leads to the wrong thing it is the link's, because that is what is wrong.</param>
    /// <param name="kind">What is there, behind all links.</param>
    public NotAFileException(string path, FileKind kind)
        : base(path)
    {
        name = kind == FileKind.Pipe ? "named pipe" : kind.ToString().ToLowerInvariant();
        article = kind == FileKind.Missing ? "nothing" : $"a {name}";
        isLink = kind != FileKind.Link && new FileInfo(path).LinkTarget is not null;
    }

    /// <summary>What it is, as "a device" or "a link to a device".</summary>
    public string What => isLink ? $"a link to {article}" : article;

    /// <inheritdoc/>
    public override string Remedy => isLink ? "Remove or correct the link" : $"Move the {name} away";

    /// <inheritdoc/>
    public override string Sentence => $"{Path} is {What}, not a file. {Remedy}";

    /// <inheritdoc/>
    public override string Message => $"it is {What}";
}

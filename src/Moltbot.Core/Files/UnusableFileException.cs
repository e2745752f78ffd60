namespace Moltbot.Core.Files;

/// <summary>What is where one of our files is looked for is not to be used: neither opened nor replaced.</summary>
/// <param name="path">The absolute path of what is wrong, as the user knows it: with links.</param>
internal abstract class UnusableFileException(string path) : IOException
{
    /// <summary>The absolute path of what is wrong.</summary>
    public string Path { get; } = path;

    /// <summary>What to do about it, without the full stop.</summary>
    public abstract string Remedy { get; }

    /// <summary>All of that, without the full stop.</summary>
    public abstract string Sentence { get; }
}

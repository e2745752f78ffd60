using Moltbot.Core.Text;

namespace Moltbot.Core.Files;

/// <summary>A file is longer than any of its kind is. It is not read.</summary>
/// <param name="path">The absolute path.</param>
/// <param name="limit">How long one of its kind may be, in bytes.</param>
internal sealed class FileTooLongException(string path, long limit) : UnusableFileException(path)
{
    /// <inheritdoc/>
    public override string Remedy => "See what it is, and move it away";

    /// <inheritdoc/>
    public override string Sentence => $"{Path} is longer than {Limit}, which is more than any file of its kind has. {Remedy}";

    /// <inheritdoc/>
    public override string Message => $"it is longer than {Limit}, which is more than any file of its kind has";

    private string Limit => string.Create(PlainNumbers.Format, $"{limit / FileLimit.Mebibyte} MiB");
}

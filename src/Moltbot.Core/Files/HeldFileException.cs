namespace Moltbot.Core.Files;

/// <summary>A file could not be opened, because another program has it open and lets nobody else.</summary>
internal sealed class HeldFileException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The absolute path of the file.</param>
    /// <param name="refusal">What the system reported.</param>
    public HeldFileException(string path, IOException refusal)
        : base(refusal.Message, refusal)
    {
        HResult = refusal.HResult;
        Remedy = BusyFile.Remedy(path);
    }

    /// <summary>Who has it open, and what to do about it, without the full stop.</summary>
    public string Remedy { get; }
}

namespace Moltbot.Cli;

/// <summary>A signal ended a command.</summary>
/// <param name="exitCode">The exit code by which shells know that.</param>
/// <param name="innerException">What was given up; <see langword="null"/> when nothing was.</param>
internal sealed class InterruptedException(int exitCode, Exception? innerException)
    : Exception(innerException is null ? "Interrupted; what was under way was finished, and is stored." : "Interrupted; nothing was changed.", innerException)
{
    /// <summary>The exit code by which shells know that.</summary>
    public int ExitCode { get; } = exitCode;
}

namespace Moltbot.Cli;

/// <summary>A signal ended a command before it changed anything.</summary>
/// <param name="exitCode">The exit code by which shells know that.</param>
/// <param name="innerException">What was given up.</param>
internal sealed class InterruptedException(int exitCode, Exception innerException)
    : Exception("Interrupted; nothing was changed.", innerException)
{
    /// <summary>The exit code by which shells know that.</summary>
    public int ExitCode { get; } = exitCode;
}

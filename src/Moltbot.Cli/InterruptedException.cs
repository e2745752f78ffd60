using Moltbot.Core.Errors;

namespace Moltbot.Cli;

/// <summary>A signal ended a command.</summary>
/// <param name="exitCode">The exit code by which shells know that.</param>
/// <param name="innerException">What was given up; <see langword="null"/> when nothing was.</param>
internal sealed class InterruptedException(int exitCode, Exception? innerException)
    : Exception(Describe(innerException), innerException)
{
    /// <summary>The exit code by which shells know that.</summary>
    public int ExitCode { get; } = exitCode;

    private static string Describe(Exception? cause) => cause switch
    {
        null => "Interrupted; what was under way was finished, and is stored.",
        MoltbotException => cause.Message,
        _ => "Interrupted; nothing was changed.",
    };
}

using Moltbot.Core.Files;

namespace Moltbot.Core.Running;

/// <summary>The standard input of this process.</summary>
public static class StandardInput
{
    private const int Descriptor = 0;

    /// <summary>Whether a person types it.</summary>
    public static bool IsTerminal => OperatingSystem.IsWindows() ? !Console.IsInputRedirected : UnixCalls.IsTerminal(Descriptor);

    /// <summary>
    /// Whether it came from the process that started this one. Where that has closed it, the runtime may have a pipe of its own
    /// in its place, from which nothing ever comes.
    /// </summary>
    public static bool IsInherited => OperatingSystem.IsWindows() || UnixCalls.IsInherited(Descriptor);
}

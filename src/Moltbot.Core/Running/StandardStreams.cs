using Moltbot.Core.Files;

namespace Moltbot.Core.Running;

/// <summary>
/// What this process writes to, as the process that started it has left it. On Unix nothing is opened for that, so that it is
/// there when nothing else can be opened any more.
/// </summary>
public static class StandardStreams
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Errors = 2;

    /// <summary>Standard output. It may be closed or full, or nobody may read it: see <see cref="StandardStream"/>.</summary>
    public static StandardStream OpenOutput() => new(Open(Output));

    /// <summary>Standard error, likewise.</summary>
    public static StandardStream OpenErrors() => new(Open(Errors));

    /// <summary>Whether a person sees standard output.</summary>
    public static bool IsOutputTerminal => OperatingSystem.IsWindows() ? !Console.IsOutputRedirected : UnixCalls.IsTerminal(Output);

    /// <summary>Whether a person sees standard error.</summary>
    public static bool IsErrorsTerminal => OperatingSystem.IsWindows() ? !Console.IsErrorRedirected : UnixCalls.IsTerminal(Errors);

    /// <summary>Whether a person sees standard output, and in the colours that are written with it.</summary>
    public static bool TakesColors => OperatingSystem.IsWindows() ? WindowsConsole.TakesEscapeSequences() : IsOutputTerminal;

    /// <summary>
    /// Makes sure that streams do no harm that are closed or that nobody reads. In the place of closed ones comes something to
    /// which nobody can write and from which nobody can read: else a file that is opened later would get their number, and what
    /// is said would be written into it. And a reader that is gone does not end this process in the middle of a change.
    /// </summary>
    public static void Prepare()
    {
        if (OperatingSystem.IsWindows())
            return;

        UnixCalls.OutliveBrokenPipes();
        foreach (int descriptor in (ReadOnlySpan<int>)[Input, Output, Errors])
            UnixCalls.OccupyClosed(descriptor, isInput: descriptor == Input);
    }

    private static Stream Open(int descriptor)
    {
        if (OperatingSystem.IsWindows())
            return WindowsConsole.TryOpen(isErrors: descriptor == Errors) ?? (descriptor == Output ? Console.OpenStandardOutput() : Console.OpenStandardError());

        return UnixCalls.IsInherited(descriptor) ? new DescriptorStream(descriptor) : new ClosedStream();
    }
}

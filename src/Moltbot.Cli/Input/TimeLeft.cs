using System.Globalization;
using Moltbot.Cli.Rendering;

namespace Moltbot.Cli.Input;

/// <summary>
/// The last line of a terminal, which says each second how long somebody is still waited for. What else is written comes above
/// it, and it goes in the end.
/// </summary>
/// <param name="output">The terminal.</param>
internal sealed class TimeLeft(TextWriter output) : IDisposable
{
    /// <summary>Empties the line of a terminal, to write another in its place.</summary>
    public static readonly string Clear = VisibleWriter.AsItIs("\r\u001b[K");

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Timer? timer;
    private DateTimeOffset end;
    private string prompt = "";

    /// <summary>Shows the line from now on.</summary>
    public void Begin(DateTimeOffset until)
    {
        lock (gate)
        {
            end = until;
            timer = new Timer(_ => Refresh(), state: null, TimeSpan.Zero, Second);
        }
    }

    /// <summary>Writes a question at the end of the line.</summary>
    public void Ask(string question)
    {
        lock (gate)
        {
            prompt = question;
            Write();
        }
    }

    /// <summary>Writes something above the line.</summary>
    public void Interrupt(Action write)
    {
        lock (gate)
        {
            if (timer is not null)
                output.Write(Clear);

            write();
            Write();
        }
    }

    /// <summary>Takes the line away, because somebody types.</summary>
    public void Stop()
    {
        lock (gate)
        {
            if (timer is not null || prompt.Length > 0)
                output.Write(Clear);

            prompt = "";
            timer?.Dispose();
            timer = null;
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose() => Stop();

    private void Refresh()
    {
        lock (gate)
        {
            if (timer is not null)
                Write();
        }
    }

    private void Write()
    {
        string question = prompt.Length > 0 ? $"{prompt}: " : "";
        if (timer is null)
            output.Write(question);
        else
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{Clear}{Left():m\\:ss} left, Ctrl+C ends it. {question}"));
    }

    private TimeSpan Left() => end - DateTimeOffset.UtcNow is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
}

using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Moltbot.Core.Running;

namespace Moltbot.Core.Monitoring.Channels;

/// <summary>The log of the system: the journal of systemd and syslog by a datagram to their socket, that of Windows by its own program.</summary>
/// <param name="channel">Its settings.</param>
internal sealed class LogChannel(ChannelSettings channel) : IMonitorChannel
{
    private const string JournalSocket = "/run/systemd/journal/socket";
    private const string SyslogSocket = "/dev/log";
    private const string SyslogSocketOfMac = "/var/run/syslog";
    private const int Facility = 1 * 8; // user
    private const int MostOutput = 64 * 1024;
    private const int LongestEntry = 30_000; // the event log's limit is 31,839 characters

    /// <inheritdoc/>
    public async Task SendAsync(MonitorMessage message, CancellationToken cancellation)
    {
        if (channel.Kind == ChannelKind.EventLog)
        {
            await ToEventLogAsync(message, cancellation).ConfigureAwait(false);
            return;
        }

        bool isJournal = channel.Kind == ChannelKind.Journald;
        string path = channel.Text("socket") ?? (isJournal ? JournalSocket : OperatingSystem.IsMacOS() ? SyslogSocketOfMac : SyslogSocket);
        try
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
            foreach (byte[] entry in isJournal ? [JournalEntry(message)] : message.Text.Split('\n').Select(line => SyslogEntry(message, line)))
                await socket.SendAsync(entry, cancellation).ConfigureAwait(false);
        }
        catch (Exception refusal) when (refusal is SocketException or ArgumentException or PlatformNotSupportedException)
        {
            throw ChannelErrors.NotAccepted(channel, $"nobody listens at {path}", "Check that the system has this log, or name its socket (socket).", refusal);
        }
    }

    private static int Priority(MonitorSeverity severity) => severity switch
    {
        MonitorSeverity.Critical => 2,
        MonitorSeverity.Error => 3,
        MonitorSeverity.Warning => 4,
        _ => 5,
    };

    /// <summary>Fields as the journal's native protocol has them: the length in front of those with line breaks.</summary>
    private static byte[] JournalEntry(MonitorMessage message)
    {
        using MemoryStream entry = new();
        Field(entry, "MESSAGE", $"{message.Title}\n{message.Text}");
        Field(entry, "PRIORITY", Priority(message.Severity).ToString(CultureInfo.InvariantCulture));
        Field(entry, "SYSLOG_IDENTIFIER", "moltbot");
        Field(entry, "MOLTBOT_STATE_DIR", message.StateDirectory);
        Field(entry, "MOLTBOT_EVENTS", message.Events.Count.ToString(CultureInfo.InvariantCulture));
        return entry.ToArray();
    }

    private static void Field(MemoryStream entry, string name, string value)
    {
        byte[] content = Encoding.UTF8.GetBytes(value);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)content.Length);
        entry.Write(Encoding.ASCII.GetBytes($"{name}\n"));
        entry.Write(length);
        entry.Write(content);
        entry.WriteByte((byte)'\n');
    }

    /// <summary>An entry as RFC 3164 has it, which every local syslog understands.</summary>
    private static byte[] SyslogEntry(MonitorMessage message, string line)
    {
        DateTime time = message.Time.LocalDateTime;
        string day = time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2);
        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"<{Facility + Priority(message.Severity)}>{time:MMM} {day} {time:HH:mm:ss} moltbot: {line}"));
    }

    private async Task ToEventLogAsync(MonitorMessage message, CancellationToken cancellation)
    {
        string text = $"{message.Title}\n{message.Text}";
        ExternalProgram writer = new()
        {
            Path = System.IO.Path.Combine(Environment.SystemDirectory, "eventcreate.exe"),
            Arguments =
            [
                "/L", "APPLICATION", "/SO", "moltbot", "/ID", "100",
                "/T", message.Severity switch { MonitorSeverity.Critical or MonitorSeverity.Error => "ERROR", MonitorSeverity.Warning => "WARNING", _ => "INFORMATION" },
                "/D", text.Length > LongestEntry ? text[..LongestEntry] : text,
            ],
        };
        ProgramOutcome outcome = await writer.CaptureAsync(MostOutput, timeout: null, cancellation).ConfigureAwait(false);
        if (outcome is { End: ProgramEnd.Exited, ExitCode: 0 })
            return;

        throw outcome.End == ProgramEnd.NotStarted
            ? ChannelErrors.NotAccepted(channel, "there is no eventcreate.exe, as Windows has it", "Use journald or syslog on other systems.")
            : ChannelErrors.NotAccepted(channel, "eventcreate.exe refused", "The first entry of a source needs an administrator: run a pass as one, once.");
    }
}

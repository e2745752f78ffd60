using System.Globalization;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Running;

namespace Moltbot.Core.Monitoring.Channels;

/// <summary>A program that reads the message as JSON from standard input, and has accepted it when it ends with 0.</summary>
/// <param name="channel">Its settings.</param>
/// <param name="environment">The environment with everything that adds to it.</param>
internal sealed class CommandChannel(ChannelSettings channel, ProcessEnvironment environment) : IMonitorChannel
{
    private const int MostOutput = 1024 * 1024;

    /// <inheritdoc/>
    public async Task SendAsync(MonitorMessage message, CancellationToken cancellation)
    {
        string program = channel.Text("program") is { } path ? (path.StartsWith('~') ? UserPath.Expand(path, environment) : path) : throw ChannelErrors.Unusable(channel, "program", "is no path");
        ExternalProgram command = new()
        {
            Path = program,
            Arguments = channel.Lists.GetValueOrDefault("arguments", []),
            Input = JsonText.Write(message.ToJson()),
        };
        ProgramOutcome outcome = await command.CaptureAsync(MostOutput, timeout: null, cancellation).ConfigureAwait(false);
        if (outcome is { End: ProgramEnd.Exited, ExitCode: 0 })
            return;

        throw outcome.End switch
        {
            ProgramEnd.NotStarted => ChannelErrors.NotAccepted(channel, $"{program} cannot be started", "Check that it is there and may be run."),
            ProgramEnd.TooMuchOutput => ChannelErrors.NotAccepted(channel, $"{program} printed more than a megabyte and was ended", "Have it print less."),
            _ => ChannelErrors.NotAccepted(channel, string.Create(CultureInfo.InvariantCulture, $"{program} ended with {outcome.ExitCode}"), "Run it by hand to see why."),
        };
    }
}

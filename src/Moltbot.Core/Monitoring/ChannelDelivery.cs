using Moltbot.Core.Errors;
using Moltbot.Core.Text;

namespace Moltbot.Core.Monitoring;

/// <summary>What one channel was told, or would be.</summary>
public sealed class ChannelDelivery
{
    private readonly MoltbotException? error;

    internal ChannelDelivery(ChannelSettings channel, MonitorMessage message, MoltbotException? error, bool isSent)
    {
        Channel = channel.Name;
        ChannelType = channel.Kind.ToName();
        Title = message.Title;
        Text = message.Text;
        Severity = message.Severity;
        Events = [.. message.Events];
        StateDirectory = message.StateDirectory;
        IsAccepted = isSent && error is null;
        this.error = error;
    }

    /// <summary>The absolute path of the installation's state directory.</summary>
    public string StateDirectory { get; }

    /// <summary>The name of the channel in the settings.</summary>
    public string Channel { get; }

    /// <summary>Its kind: <c>ntfy</c>, <c>slack</c>, <c>email</c>, …</summary>
    public string ChannelType { get; }

    /// <summary>The message in one line.</summary>
    public string Title { get; }

    /// <summary>The message.</summary>
    public string Text { get; }

    /// <summary>How urgent it is.</summary>
    public MonitorSeverity Severity { get; }

    /// <summary>What it is about.</summary>
    public FlatList<MonitorEvent> Events { get; }

    /// <summary>Whether the channel has accepted it.</summary>
    public bool IsAccepted { get; }

    /// <summary>Why it was not accepted; the next pass tries again. No property, because a line of CSV would hold where it was thrown.</summary>
    public MoltbotException? ToError() => error;

    /// <inheritdoc/>
    public override string ToString() => $"{Channel}: {Title}";
}

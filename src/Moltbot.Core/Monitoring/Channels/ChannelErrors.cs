using Moltbot.Core.Errors;
using Moltbot.Core.Text;

namespace Moltbot.Core.Monitoring.Channels;

/// <summary>The errors of telling somebody.</summary>
internal static class ChannelErrors
{
    /// <summary>That a channel did not accept what it was told.</summary>
    public static MoltbotException NotAccepted(ChannelSettings channel, string cause, string next, Exception? thrown = null) =>
        new(ErrorCode.ChannelFailed, $"Channel {channel.Description} did not accept what it was told: {VisibleText.OfSentence(cause)}. {VisibleText.OfSentence(next)} The next pass tells it again.", thrown) { Subject = channel.Name };

    /// <summary>That it took too long.</summary>
    public static MoltbotException TooSlow(ChannelSettings channel) =>
        NotAccepted(channel, $"it took longer than {channel.Limit.TotalSeconds:0.#} s", "Check the other end, or give it more time (timeout).");

    /// <summary>That one of its values cannot be used.</summary>
    public static MoltbotException Unusable(ChannelSettings channel, string member, string problem) =>
        NotAccepted(channel, $"its \"{member}\" {problem}", "Correct the settings.");
}

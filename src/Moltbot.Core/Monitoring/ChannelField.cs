namespace Moltbot.Core.Monitoring;

/// <summary>A member of a channel's settings.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsRequired">Whether a channel is none without it.</param>
/// <param name="IsSecret">Whether it is a secret, which must not stand in the settings.</param>
/// <param name="IsList">Whether it is a list of texts, or one text.</param>
/// <param name="IsTemplate">Whether it is what is sent.</param>
internal sealed record ChannelField(string Name, bool IsRequired = false, bool IsSecret = false, bool IsList = false, bool IsTemplate = false);

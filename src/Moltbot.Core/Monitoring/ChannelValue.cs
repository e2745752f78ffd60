using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Monitoring;

/// <summary>A value of a channel: a text of the settings, or a reference to where a secret is kept.</summary>
/// <param name="Text">The text, where it stands in the settings.</param>
/// <param name="Reference">Where it is kept, where it does not.</param>
internal sealed record ChannelValue(string? Text, SecretReference? Reference)
{
    /// <summary>The value.</summary>
    /// <exception cref="Errors.MoltbotException">The reference leads nowhere.</exception>
    public Secret Resolve(SecretResolver secrets) => Reference is { } reference ? secrets.Resolve(reference).ValueOrThrow().Trimmed : new Secret(Text ?? "");
}

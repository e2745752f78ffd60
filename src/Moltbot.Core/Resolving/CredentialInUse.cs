using Moltbot.Core.Errors;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Resolving;

/// <summary>The credential that an agent uses for a provider now, with all there is to know about it.</summary>
/// <param name="StateDirectory">The absolute path of the installation's state directory.</param>
/// <param name="Agent">The agent's id.</param>
/// <param name="Provider">The provider in its normal form.</param>
/// <param name="ProfileId">The profile it comes from, or <see langword="null"/>.</param>
/// <param name="Mode">How it is used.</param>
/// <param name="Source">Where it comes from, as the gateway names it: <c>profile:…</c>, <c>env: NAME</c>, <c>models.json</c> and so on.</param>
/// <param name="Place">Where the secret itself is: <c>vault: SecretStore/openai</c>, a path, or the same as the source.</param>
/// <param name="ExpiresAt">When it expires, or <see langword="null"/> when it does not or nobody knows.</param>
/// <param name="Value">The secret as it is sent; <see langword="null"/> when there is none to send, as with the AWS SDK.</param>
/// <param name="PassedOver">Why those that come before it in the order could not be used.</param>
public sealed record CredentialInUse(
    string StateDirectory,
    string Agent,
    string Provider,
    string? ProfileId,
    CredentialMode Mode,
    string Source,
    string Place,
    DateTimeOffset? ExpiresAt,
    Secret? Value,
    IReadOnlyList<MoltbotException> PassedOver)
{
    /// <summary>The secret for people to recognise, without giving it away; <c>-</c> when there is none to send.</summary>
    public string MaskedValue => Value?.Mask() ?? "-";

    /// <summary>The secret as it is sent.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ProfileUnusable"/>: there is none to send.</exception>
    public Secret ValueOrThrow() => Value ?? throw MoltbotException.About(Provider, ErrorCode.ProfileUnusable,
        $"The credential of {Provider} ({Source}) has no secret that could be given: the AWS SDK finds its own.");

    /// <summary>The gateway's word for the mode.</summary>
    public string ModeName => Mode.ToName();
}

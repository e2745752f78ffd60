using System.Text;
using System.Text.Json;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.OAuth;
using Moltbot.Core.Profiles;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Quotas;

/// <summary>One of the credentials that a provider could be asked with: a secret, a sign-in that has to be renewed first, or the reason that there is neither.</summary>
/// <param name="Value">What is sent, or <see langword="null"/>.</param>
/// <param name="Account">The account that it is of, where the provider wants to know.</param>
/// <param name="ToRenew">The id of the sign-in that has to be renewed first, or <see langword="null"/>.</param>
/// <param name="Problem">Why it cannot be used, or <see langword="null"/>.</param>
internal sealed record QuotaCandidate(Secret? Value, string? Account = null, string? ToRenew = null, MoltbotException? Problem = null)
{
    /// <summary>A secret that is sent, of a profile or of none.</summary>
    public static QuotaCandidate Of(Secret value, AuthProfile? profile) => new(Unpacked(value), profile?.Json.Member("accountId").AsText() is { Length: > 0 } account ? account : null);

    /// <summary>The access token of a sign-in.</summary>
    public static QuotaCandidate Of(AuthProfile signIn) => Of(SignIns.KeyOf(signIn), signIn);

    /// <summary>Two of Google's services want the project beside the token; here the token alone counts.</summary>
    private static Secret Unpacked(Secret value) =>
        value.Reveal().StartsWith('{') && OptionalJson.Parse(Encoding.UTF8.GetBytes(value.Reveal())) is { ValueKind: JsonValueKind.Object } packed && packed.Member("token").AsText() is { } token
            ? new Secret(EcmaScriptText.Trim(token))
            : value.Trimmed;
}

using System.Text.Json;
using Moltbot.Core.Json;

namespace Moltbot.Core.Profiles;

/// <summary>
/// What a gateway of today puts in the place of a sign-in while it renews it, so that nobody else does (docs/gateway/later.md
/// §2.5). It is no token: it is never sent, and never written over but by a new sign-in.
/// </summary>
/// <param name="HasFailed">Whether the renewal has failed, so that a person has to sign in again. If not, the gateway is at it.</param>
public sealed record SignInFence(bool HasFailed)
{
    private const string Prefix = "openclaw-oauth-refresh-fence:v1:";

    /// <summary>What it stands for, in the place of a value that nobody may use.</summary>
    public override string ToString() => HasFailed ? "(renewal failed)" : "(being renewed)";

    /// <summary>The fence that stands in an entry; <see langword="null"/> when it is a sign-in.</summary>
    internal static SignInFence? Of(JsonElement entry) => entry.Member("access").AsText() is { } access && IsFence(access)
        ? new SignInFence(access.Contains(":failed:", StringComparison.Ordinal))
        : null;

    /// <summary>Whether a text is a part of a fence, whatever is around it.</summary>
    internal static bool IsFence(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);
}

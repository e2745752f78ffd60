using System.Globalization;
using System.Text.Json;
using Moltbot.Core.Json;

namespace Moltbot.Core.Quotas;

/// <summary>What a provider's host answered.</summary>
/// <param name="Status">The HTTP status; 0 where there was no answer.</param>
/// <param name="Json">The answer; undefined where it is no JSON.</param>
/// <param name="Unreachable">Why there was no answer, or <see langword="null"/>.</param>
internal sealed record QuotaAnswer(int Status, JsonElement Json, string? Unreachable = null)
{
    /// <summary>What is told where the provider takes the credential no more.</summary>
    public const string TokenExpired = "Token expired";

    /// <summary>What is told where there is no answer in time.</summary>
    public const string Timeout = "Timeout";

    /// <summary>Whether the host says that it did what was asked.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Why there is nothing to read, or <see langword="null"/> where there is.</summary>
    public string? Failure => Unreachable ?? (IsSuccess ? null : StatusText);

    /// <summary>The status in words.</summary>
    public string StatusText => string.Create(CultureInfo.InvariantCulture, $"HTTP {Status}");

    /// <summary>What the host says of a refusal, or <see langword="null"/>.</summary>
    public string? Message => Json.Member("error").Member("message").AsText() is { Length: > 0 } message ? message : null;
}

namespace Moltbot.Core.Providers;

/// <summary>The header field that carries a credential.</summary>
/// <param name="Name">The field.</param>
/// <param name="Scheme">What stands before the credential; empty for nothing.</param>
internal sealed record KeyHeader(string Name, string Scheme = "")
{
    public static KeyHeader Bearer { get; } = new("Authorization", "Bearer ");

    public static KeyHeader AnthropicKey { get; } = new("x-api-key");

    /// <summary>Google takes its key in the address too, where every log on the way would have it.</summary>
    public static KeyHeader GoogleKey { get; } = new("x-goog-api-key");

    public static KeyHeader Token { get; } = new("Authorization", "Token ");

    /// <summary>The text of the field.</summary>
    public string Of(string credential) => Scheme + credential;
}

using Moltbot.Core.Text;

namespace Moltbot.Core.Providers;

/// <summary>The id of a model provider in its normal form: trimmed, lower case, aliases resolved (docs/gateway/models.md §2).</summary>
public sealed record ProviderId
{
    private ProviderId(string value) => Value = value;

    /// <summary>The provider that is assumed where none is named.</summary>
    public static ProviderId Default { get; } = new("anthropic");

    /// <summary>The normal form. May be empty.</summary>
    public string Value { get; }

    /// <summary>Whether no provider is named at all.</summary>
    public bool IsEmpty => Value.Length == 0;

    /// <summary>The provider that a text names.</summary>
    public static ProviderId Parse(string? text) => new(EcmaScriptText.ToLower(EcmaScriptText.Trim(text ?? "")) switch
    {
        "z.ai" or "z-ai" => "zai",
        "opencode-zen" => "opencode",
        "qwen" => "qwen-portal",
        string id => id,
    });

    /// <summary>The provider that a text names to a gateway of today, which knows other aliases besides (docs/gateway/later.md §6).</summary>
    internal static ProviderId ParseToday(string? text) => Parse(text) switch
    {
        { Value: "x-ai" } => new("xai"),
        { Value: "minimax-cn" } => new("minimax"),
        ProviderId id => id,
    };

    /// <inheritdoc/>
    public override string ToString() => Value;
}

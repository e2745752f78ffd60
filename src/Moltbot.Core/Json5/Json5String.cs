using System.Text.Json.Nodes;

namespace Moltbot.Core.Json5;

/// <summary>A string in single or double quotes.</summary>
internal sealed class Json5String : Json5Node
{
    internal Json5String(Json5Span span, string value)
        : base(span) => Value = value;

    /// <summary>The text without quotes, escapes and line continuations. May hold lone surrogates.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override JsonValue ToJson() => JsonValue.Create(Value);
}

using System.Text.Json.Nodes;

namespace Moltbot.Core.Json5;

/// <summary>A number, decimal or hexadecimal.</summary>
internal sealed class Json5Number : Json5Node
{
    internal Json5Number(Json5Span span, double value)
        : base(span) => Value = value;

    /// <summary>The nearest double. May be NaN, infinite or negative zero.</summary>
    public double Value { get; }

    /// <inheritdoc/>
    public override JsonValue ToJson() => JsonValue.Create(Value);
}

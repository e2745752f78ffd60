using System.Text.Json.Nodes;

namespace Moltbot.Core.Json5;

/// <summary>One of the words <c>true</c>, <c>false</c> and <c>null</c>.</summary>
internal sealed class Json5Literal : Json5Node
{
    internal Json5Literal(Json5Span span, bool? value)
        : base(span) => Value = value;

    /// <summary>The truth value, or <see langword="null"/> for <c>null</c>.</summary>
    public bool? Value { get; }

    /// <inheritdoc/>
    public override JsonValue? ToJson() => JsonValue.Create(Value);
}

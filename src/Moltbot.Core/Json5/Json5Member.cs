namespace Moltbot.Core.Json5;

/// <summary>A name and a value in an object.</summary>
internal sealed class Json5Member
{
    internal Json5Member(string name, Json5Span nameSpan, int colon, Json5Node value)
    {
        Name = name;
        NameSpan = nameSpan;
        Colon = colon;
        Value = value;
    }

    /// <summary>The name, without quotes and escapes.</summary>
    public string Name { get; }

    /// <summary>The name as written, with its quotes if it has any.</summary>
    public Json5Span NameSpan { get; }

    /// <summary>The offset of the colon between name and value.</summary>
    public int Colon { get; }

    /// <summary>The value.</summary>
    public Json5Node Value { get; }

    /// <summary>From the start of the name to the end of the value, without the comma.</summary>
    public Json5Span Span => Json5Span.FromBounds(NameSpan.Start, Value.Span.End);
}

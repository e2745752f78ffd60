using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Core.Text;

namespace Moltbot.Core.Json5;

/// <summary>An array: items between square brackets.</summary>
internal sealed class Json5Array : Json5Container
{
    private readonly Json5Node[] items;

    internal Json5Array(Json5Span span, Json5Node[] items, int[] commas)
        : base(span, commas) => this.items = items;

    /// <summary>The items in the order of the text.</summary>
    public IReadOnlyList<Json5Node> Items => items;

    /// <inheritdoc/>
    public override int Count => items.Length;

    /// <inheritdoc/>
    public override Json5Span EntrySpan(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, items.Length - 1);
        return items[index].Span;
    }

    /// <inheritdoc/>
    public override JsonArray ToJson()
    {
        JsonArray json = [];
        foreach (Json5Node item in items)
            json.Add(item.ToJson());

        return json;
    }

    private protected override Json5Node? Child(string step) =>
        int.TryParse(step, NumberStyles.None, PlainNumbers.Format, out int index) && index < items.Length
            ? items[index]
            : null;
}

using System.Text.Json.Nodes;

namespace Moltbot.Core.Json5;

/// <summary>An object: members between braces.</summary>
internal sealed class Json5Object : Json5Container
{
    private readonly Json5Member[] members;

    internal Json5Object(Json5Span span, Json5Member[] members, int[] commas)
        : base(span, commas) => this.members = members;

    /// <summary>The members in the order of the text, with every one of those that share a name.</summary>
    public IReadOnlyList<Json5Member> Members => members;

    /// <inheritdoc/>
    public override int Count => members.Length;

    /// <inheritdoc/>
    public override Json5Span EntrySpan(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, members.Length - 1);
        return members[index].Span;
    }

    /// <summary>The member with a name, or <see langword="null"/>. The last of several is the one that counts.</summary>
    public Json5Member? Member(string name) =>
        Array.FindLast(members, member => string.Equals(member.Name, name, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override JsonObject ToJson()
    {
        JsonObject json = [];
        foreach (Json5Member member in members)
            json[member.Name] = member.Value.ToJson();

        return json;
    }

    private protected override Json5Node? Child(string step) => Member(step)?.Value;
}

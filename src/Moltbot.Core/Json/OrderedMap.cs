using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Moltbot.Core.Json;

/// <summary>An immutable map from names to values that keeps the order of its entries, as a JSON object does.</summary>
internal sealed class OrderedMap<T> : IReadOnlyDictionary<string, T>
{
    private readonly Dictionary<string, int> positions;
    private readonly List<string> keys;
    private readonly List<T> values;

    /// <summary>Creates a map. Of two entries with one name the later value counts, at the earlier's place.</summary>
    public OrderedMap(params IEnumerable<KeyValuePair<string, T>> entries)
        : this(entries.TryGetNonEnumeratedCount(out int count) ? count : 0, entries)
    {
    }

    private OrderedMap(int count, IEnumerable<KeyValuePair<string, T>> entries)
    {
        positions = new(count, StringComparer.Ordinal);
        keys = new(count);
        values = new(count);
        foreach ((string key, T value) in entries)
        {
            if (positions.TryAdd(key, keys.Count))
            {
                keys.Add(key);
                values.Add(value);
            }
            else
            {
                values[positions[key]] = value;
            }
        }
    }

    public static OrderedMap<T> Empty { get; } = new();

    public int Count => keys.Count;

    public IReadOnlyList<string> Keys => keys;

    public IReadOnlyList<T> Values => values;

    IEnumerable<string> IReadOnlyDictionary<string, T>.Keys => keys;

    IEnumerable<T> IReadOnlyDictionary<string, T>.Values => values;

    public T this[string key] => values[positions[key]];

    /// <summary>A map of items by their names.</summary>
    public static OrderedMap<T> Of(IEnumerable<T> items, Func<T, string> name) => new(items.Select(item => KeyValuePair.Create(name(item), item)));

    /// <summary>This map with the entries of another laid over it.</summary>
    public OrderedMap<T> Overlay(OrderedMap<T> other) => new(this.Concat(other));

    /// <summary>The map with what each entry becomes, without those that become nothing.</summary>
    public OrderedMap<TResult> Choose<TResult>(Func<string, T, TResult?> choose)
        where TResult : class =>
        new(Count, from entry in this
            let chosen = choose(entry.Key, entry.Value)
            where chosen is not null
            select KeyValuePair.Create(entry.Key, chosen));

    public bool ContainsKey(string key) => positions.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        bool found = positions.TryGetValue(key, out int position);
        value = found ? values[position] : default;
        return found;
    }

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => keys.Zip(values, KeyValuePair.Create).GetEnumerator();

    /// <summary>The entries as text, as in a line of CSV: <c>rate_limit 2, timeout 1</c>.</summary>
    public override string ToString() => string.Join(", ", this.Select(entry => $"{entry.Key} {entry.Value}"));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

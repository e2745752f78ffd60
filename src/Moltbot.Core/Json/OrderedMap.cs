using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Moltbot.Core.Json;

/// <summary>An immutable map from names to values that keeps the order of its entries, as a JSON object does.</summary>
/// <remarks>
/// Pairs are gone through by loops: what LINQ makes of pairs is compiled anew in every process that does not bring all of .NET
/// compiled with it, which is a tenth of a short run.
/// </remarks>
internal sealed class OrderedMap<T> : IReadOnlyDictionary<string, T>
{
    private readonly Dictionary<string, int> positions;
    private readonly List<string> keys;
    private readonly List<T> values;

    /// <summary>Creates a map. Of two entries with one name the later value counts, at the earlier's place.</summary>
    public OrderedMap(params IEnumerable<KeyValuePair<string, T>> entries)
        : this(entries is IReadOnlyCollection<KeyValuePair<string, T>> known ? known.Count : 0)
    {
        foreach ((string key, T value) in entries)
            Put(key, value);
    }

    private OrderedMap(int capacity)
    {
        positions = new(capacity, StringComparer.Ordinal);
        keys = new(capacity);
        values = new(capacity);
    }

    public static OrderedMap<T> Empty { get; } = new(capacity: 0);

    public int Count => keys.Count;

    public IReadOnlyList<string> Keys => keys;

    public IReadOnlyList<T> Values => values;

    IEnumerable<string> IReadOnlyDictionary<string, T>.Keys => keys;

    IEnumerable<T> IReadOnlyDictionary<string, T>.Values => values;

    public T this[string key] => values[positions[key]];

    /// <summary>A map of items by their names.</summary>
    public static OrderedMap<T> Of(IEnumerable<T> items, Func<T, string> name) => Of(items, name, item => item);

    /// <summary>A map of what items become, by their names.</summary>
    public static OrderedMap<T> Of<TItem>(IEnumerable<TItem> items, Func<TItem, string> name, Func<TItem, T> value)
    {
        OrderedMap<T> map = new(items.TryGetNonEnumeratedCount(out int count) ? count : 0);
        foreach (TItem item in items)
            map.Put(name(item), value(item));

        return map;
    }

    /// <summary>This map with the entries of another laid over it.</summary>
    public OrderedMap<T> Overlay(OrderedMap<T> other)
    {
        OrderedMap<T> map = new(Count + other.Count);
        foreach ((string key, T value) in this)
            map.Put(key, value);
        foreach ((string key, T value) in other)
            map.Put(key, value);

        return map;
    }

    /// <summary>The map with what each entry becomes, without those that become nothing.</summary>
    public OrderedMap<TResult> Choose<TResult>(Func<string, T, TResult?> choose)
        where TResult : class
    {
        OrderedMap<TResult> map = new(Count);
        foreach ((string key, T value) in this)
        {
            if (choose(key, value) is { } chosen)
                map.Put(key, chosen);
        }

        return map;
    }

    public bool ContainsKey(string key) => positions.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        bool found = positions.TryGetValue(key, out int position);
        value = found ? values[position] : default;
        return found;
    }

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator()
    {
        for (int position = 0; position < keys.Count; position++)
            yield return KeyValuePair.Create(keys[position], values[position]);
    }

    /// <summary>The entries as text, as in a line of CSV: <c>rate_limit 2, timeout 1</c>.</summary>
    public override string ToString() => string.Join(", ", this.Select(entry => $"{entry.Key} {entry.Value}"));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Put(string key, T value)
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

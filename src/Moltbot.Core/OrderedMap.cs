using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Moltbot.Core;

/// <summary>An immutable map from names to values that keeps the order of its entries, as a JSON object does.</summary>
/// <remarks>Loops, not queries: compiled ahead of time, these start without the just-in-time compiler.</remarks>
internal sealed class OrderedMap<T> : IReadOnlyDictionary<string, T>
    where T : class
{
    private readonly Dictionary<string, int> positions;
    private readonly string[] keys;
    private readonly T[] values;

    /// <summary>Creates a map. Of two entries with one name the later value counts, at the earlier's place.</summary>
    public OrderedMap(params IEnumerable<KeyValuePair<string, T>>[] sources)
        : this(Fill(sources))
    {
    }

    private OrderedMap(Builder builder)
        : this(builder.Positions, builder.Keys.ToArray(), builder.Values.ToArray())
    {
    }

    private OrderedMap(Dictionary<string, int> positions, string[] keys, T[] values)
    {
        this.positions = positions;
        this.keys = keys;
        this.values = values;
    }

    public static OrderedMap<T> Empty { get; } = new();

    public int Count => keys.Length;

    public IReadOnlyList<string> Keys => keys;

    public IReadOnlyList<T> Values => values;

    IEnumerable<string> IReadOnlyDictionary<string, T>.Keys => keys;

    IEnumerable<T> IReadOnlyDictionary<string, T>.Values => values;

    public T this[string key] => values[positions[key]];

    /// <summary>A map of items by their names. Of two items with one name the later counts, at the earlier's place.</summary>
    public static OrderedMap<T> Of(IReadOnlyCollection<T> items, Func<T, string> name)
    {
        Builder builder = new(items.Count);
        foreach (T item in items)
            builder.Add(name(item), item);

        return new OrderedMap<T>(builder);
    }

    /// <summary>This map with the entries of another laid over it.</summary>
    public OrderedMap<T> Overlay(OrderedMap<T> other) => new(this, other);

    /// <summary>The map with what each entry becomes, without those that become nothing.</summary>
    public OrderedMap<TResult> Choose<TResult>(Func<string, T, TResult?> choose)
        where TResult : class
    {
        TResult?[] chosen = new TResult?[values.Length];
        bool isWhole = true;
        for (int index = 0; index < values.Length; index++)
        {
            chosen[index] = choose(keys[index], values[index]);
            isWhole &= chosen[index] is not null;
        }

        return isWhole ? new OrderedMap<TResult>(positions, keys, chosen!) : Remaining(chosen);
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
        for (int index = 0; index < keys.Length; index++)
            yield return new KeyValuePair<string, T>(keys[index], values[index]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static Builder Fill(IEnumerable<KeyValuePair<string, T>>[] sources)
    {
        Builder builder = new(capacity: 0);
        foreach (IEnumerable<KeyValuePair<string, T>> source in sources)
        {
            foreach (KeyValuePair<string, T> entry in source)
                builder.Add(entry.Key, entry.Value);
        }

        return builder;
    }

    private OrderedMap<TOther> Remaining<TOther>(TOther?[] chosen)
        where TOther : class
    {
        OrderedMap<TOther>.Builder builder = new(capacity: 0);
        for (int index = 0; index < chosen.Length; index++)
        {
            if (chosen[index] is { } value)
                builder.Add(keys[index], value);
        }

        return new OrderedMap<TOther>(builder);
    }

    private sealed class Builder(int capacity)
    {
        public Dictionary<string, int> Positions { get; } = new(capacity, StringComparer.Ordinal);

        public List<string> Keys { get; } = new(capacity);

        public List<T> Values { get; } = new(capacity);

        public void Add(string key, T value)
        {
            if (Positions.TryAdd(key, Keys.Count))
            {
                Keys.Add(key);
                Values.Add(value);
            }
            else
            {
                Values[Positions[key]] = value;
            }
        }
    }
}

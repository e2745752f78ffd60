using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Moltbot.Core;

/// <summary>An immutable map from names to values that keeps the order of its entries, as a JSON object does.</summary>
internal sealed class OrderedMap<T> : IReadOnlyDictionary<string, T>
    where T : class
{
    private readonly Dictionary<string, int> positions;
    private readonly KeyValuePair<string, T>[] entries;

    /// <summary>Creates a map. Of two entries with one name the later value counts, at the earlier's place.</summary>
    /// <remarks>Loops, not queries: compiled ahead of time, these start without the just-in-time compiler.</remarks>
    public OrderedMap(params IEnumerable<KeyValuePair<string, T>>[] sources)
    {
        positions = new Dictionary<string, int>(StringComparer.Ordinal);
        List<KeyValuePair<string, T>> list = [];
        foreach (IEnumerable<KeyValuePair<string, T>> source in sources)
        {
            foreach (KeyValuePair<string, T> entry in source)
            {
                if (positions.TryAdd(entry.Key, list.Count))
                    list.Add(entry);
                else
                    list[positions[entry.Key]] = entry;
            }
        }

        entries = list.ToArray();
    }

    public static OrderedMap<T> Empty { get; } = new();

    public int Count => entries.Length;

    public IEnumerable<string> Keys
    {
        get
        {
            foreach (KeyValuePair<string, T> entry in entries)
                yield return entry.Key;
        }
    }

    public IEnumerable<T> Values
    {
        get
        {
            foreach (KeyValuePair<string, T> entry in entries)
                yield return entry.Value;
        }
    }

    public T this[string key] => entries[positions[key]].Value;

    /// <summary>This map with the entries of another laid over it.</summary>
    public OrderedMap<T> Overlay(OrderedMap<T> other) => new(entries, other.entries);

    public bool ContainsKey(string key) => positions.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        bool found = positions.TryGetValue(key, out int position);
        value = found ? entries[position].Value : default;
        return found;
    }

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, T>>)entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

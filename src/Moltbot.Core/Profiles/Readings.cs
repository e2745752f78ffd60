namespace Moltbot.Core.Profiles;

/// <summary>What one operation has read: each place once, however many agents share it, and whatever came of it.</summary>
internal sealed class Readings
{
    private readonly Dictionary<StorePlace, Lazy<object>> places = [];

    /// <summary>What is at a place, or the error that it cannot be read, as it was at first.</summary>
    /// <param name="place">The place.</param>
    /// <param name="read">Reads it.</param>
    public T At<T>(StorePlace place, Func<T> read)
        where T : notnull
    {
        if (!places.TryGetValue(place, out Lazy<object>? content))
            places[place] = content = new Lazy<object>(() => read());

        return (T)content.Value;
    }
}

using System.Text.Json;

namespace Moltbot.Core.Profiles;

/// <summary>What one operation has read: each place once, however many agents share it, and whatever came of it.</summary>
internal sealed class Readings
{
    private readonly Dictionary<StorePlace, Lazy<JsonElement>> places = [];

    /// <summary>What is at a place, or the error that it cannot be read, as it was at first.</summary>
    /// <param name="place">The place.</param>
    /// <param name="read">Reads it.</param>
    public JsonElement At(StorePlace place, Func<JsonElement> read)
    {
        if (!places.TryGetValue(place, out Lazy<JsonElement>? content))
            places[place] = content = new Lazy<JsonElement>(read);

        return content.Value;
    }
}

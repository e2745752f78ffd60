using System.Text.Json;
using Moltbot.Core.Errors;

namespace Moltbot.Core.Profiles.Today;

/// <summary>What a database holds of credentials: two documents, each of them a cell (docs/gateway/later.md §2.3).</summary>
/// <param name="Path">The absolute path of the database.</param>
internal sealed record StoredCells(string Path)
{
    /// <summary>The credentials; undefined where there are none, and then the state does not count either.</summary>
    public JsonElement Store { get; init; }

    /// <summary>Orders and what is remembered of the use of profiles; undefined where nothing is.</summary>
    public JsonElement State { get; init; }

    /// <summary>Where the shared credentials are; only of the state directory's database.</summary>
    public SharedStoreLocation Location { get; init; }

    /// <summary>Whether there is a row of credentials, be it an empty one.</summary>
    public bool HasStore => Store.ValueKind != JsonValueKind.Undefined;

    /// <summary>Why it is not changed: a newer gateway made it, which may have changed what it means, or its gateway has found it damaged; <see langword="null"/> where nothing is against it.</summary>
    public MoltbotException? Closed { get; init; }
}

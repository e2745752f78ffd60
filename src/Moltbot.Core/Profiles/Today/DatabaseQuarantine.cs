using Moltbot.Core.Databases;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;

namespace Moltbot.Core.Profiles.Today;

/// <summary>The databases that the gateway does not write any more, because it has found them damaged (docs/gateway/later.md §2.9).</summary>
/// <param name="reasons">Why, by the paths without links.</param>
internal sealed class DatabaseQuarantine(IReadOnlyDictionary<string, string> reasons)
{
    private const string Name = "openclaw-quarantine.sqlite";

    /// <summary>Where the gateway notes them down.</summary>
    /// <param name="stateDatabase">The absolute path of the database of the state directory.</param>
    public static string PlaceFor(string stateDatabase) => Path.Combine(Path.GetDirectoryName(stateDatabase)!, Name);

    /// <summary>What is noted down; nothing where that cannot be read, which the gateway passes over too.</summary>
    /// <param name="path">The absolute path of the notes, whether they exist or not.</param>
    public static DatabaseQuarantine Read(string path)
    {
        try
        {
            IReadOnlyList<IReadOnlyList<string?>> rows = DatabaseReading.Read(path, database => database.Query("SELECT path, reason FROM quarantined_databases")) ?? [];
            return new DatabaseQuarantine(rows.Where(row => row[0] is not null).ToDictionary(row => RealPath.Resolve(row[0]!), row => row[1] ?? "", PathComparison.Here.Comparer));
        }
        catch (MoltbotException)
        {
            return new DatabaseQuarantine(new Dictionary<string, string>(StringComparer.Ordinal));
        }
    }

    /// <summary>Why a database is not changed; <see langword="null"/> when nothing is known against it.</summary>
    public MoltbotException? Of(string path) => reasons.Count == 0 || path.Length == 0 || !reasons.TryGetValue(RealPath.Resolve(path), out string? reason) ? null : MoltbotException.At(path, ErrorCode.StoreUnreadable,
        $"{path} is quarantined: the gateway, openclaw, has found it damaged ({reason.TrimEnd('.')}) and does not write it. Nothing is changed in it. Put a backup in its place, then have the gateway look at it again: `openclaw doctor --fix`.");
}

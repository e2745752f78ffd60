using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Auditing;

/// <summary>Files in which secrets can be, and the copies of them that programs and people make.</summary>
internal static class FilePlaces
{
    private const string DatabaseName = ".sqlite";

    /// <summary>How the files of a database that is in use end behind its name.</summary>
    private static readonly string[] OfDatabase = ["", "-wal", "-shm", "-journal"];

    /// <summary>A file.</summary>
    public static SecretPlace At(SecretPlaceKind kind, string path, AgentId? agent = null) => new(kind, StorePlace.OfFile(path), agent);

    /// <summary>A file, and the copies beside it.</summary>
    public static IEnumerable<SecretPlace> WithCopies(string path, SecretPlaceKind kind, AgentId? agent = null) =>
        CopiesOf(path, kind, agent).Prepend(At(kind, path, agent));

    /// <summary>The databases in a directory, with all that lies beside them: changes, indexes, copies.</summary>
    public static IEnumerable<SecretPlace> DatabasesIn(string directory, AgentId? agent) => AllIn(directory, SecretPlaceKind.Database, agent)
        .Where(place => place.Problem is not null || Path.GetFileName(place.Place.Path).Contains(DatabaseName, StringComparison.Ordinal))
        .Select(place => IsOfDatabase(place.Place.Path) ? place : place with { Kind = SecretPlaceKind.DatabaseCopy });

    /// <summary>All files in a directory; where it cannot be listed, that there may be some.</summary>
    public static IEnumerable<SecretPlace> AllIn(string directory, SecretPlaceKind kind, AgentId? agent)
    {
        IReadOnlyList<string> files = Folder.Files(directory, out MoltbotException? problem);
        return problem is null ? files.Select(file => At(kind, file, agent)) : [At(kind, problem.Path!, agent) with { Problem = problem }];
    }

    private static bool IsOfDatabase(string path) => Array.Exists(OfDatabase, ending => path.EndsWith(DatabaseName + ending, StringComparison.Ordinal));

    /// <summary>The copies beside a file, as programs and people make them; where the directory cannot be listed, that there may be some.</summary>
    public static IEnumerable<SecretPlace> CopiesOf(string path, SecretPlaceKind kind, AgentId? agent = null)
    {
        IReadOnlyList<string> files = Folder.Files(Path.GetDirectoryName(path)!, out MoltbotException? problem);
        return problem is null
            ? files.Where(file => CopyName.IsCopyOf(Path.GetFileName(path), Path.GetFileName(file))).Select(file => At(kind, file, agent))
            : [At(kind, problem.Path!, agent) with { Problem = problem }];
    }
}

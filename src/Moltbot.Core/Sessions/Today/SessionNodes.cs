using System.Text;
using Moltbot.Core.Databases;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.Today;

namespace Moltbot.Core.Sessions.Today;

/// <summary>
/// The sessions of an agent in a database of a gateway of today, a row for each (docs/gateway/later.md §5). Rows are changed and never made,
/// and only while no gateway runs, which has them in its memory.
/// </summary>
/// <param name="path">The absolute path of the agent's database.</param>
/// <param name="olderFile">The absolute path of the file that keeps a gateway from starting where it exists.</param>
/// <param name="paths">Where the installation is.</param>
/// <param name="time">The clock.</param>
internal sealed class SessionNodes(string path, string olderFile, InstallationPaths paths, TimeProvider time) : ISessionStore
{
    private const string Extension = ".sqlite";
    private const string All = "SELECT session_key, entry_json FROM session_nodes ORDER BY rowid";
    private const string One = "SELECT entry_json, entry_valid FROM session_nodes WHERE session_key = ?";
    private const string Change = "UPDATE session_nodes SET entry_json = ?, updated_at = ? WHERE session_key = ?";
    private const string MarkValid = "UPDATE session_nodes SET entry_valid = 1 WHERE session_key = ?";
    private const string Valid = "1";

    /// <inheritdoc/>
    public StorePlace Place => new(StorePlaceKind.Database, path, "session_nodes");

    /// <summary>The sessions of an agent, which the configuration can put elsewhere (docs/gateway/later.md §5).</summary>
    public static SessionNodes Of(AgentContext agent)
    {
        if (SessionPlace.In(agent) is not { } configured)
        {
            string older = Path.Combine(agent.StateDirectory, "agents", agent.Id.Value, "sessions", "sessions.json");
            return new SessionNodes(TodayPlaces.Of(agent.Paths, agent.Directory).OwnDatabase, older, agent.Paths, agent.Clock);
        }

        return new SessionNodes(DatabaseAt(configured, agent.Id), configured, agent.Paths, agent.Clock);
    }

    /// <inheritdoc/>
    public SessionTable Read()
    {
        RequireTakenOver();
        return DatabaseReading.Read(path, ReadIn) ?? SessionTable.Empty;
    }

    /// <inheritdoc/>
    public SessionTable Update(Func<SessionTable, IReadOnlyDictionary<string, SessionEdit>> rule, CancellationToken cancellation = default)
    {
        SessionTable before = Read();
        if (SessionEdit.Effective(rule(before)).Count == 0)
            return before;

        RequireNoGateway();
        using DatabaseTransaction transaction = DatabaseTransaction.Begin(path, time, cancellation);
        RequireNoGateway();
        RequireTakenOver();
        Database database = transaction.Database;
        if (CellReading.Check(database, path, CellReading.AgentRole, CellReading.KnownAgentVersion) is { } newer)
            throw newer;

        Dictionary<string, SessionEdit> edits = SessionEdit.Effective(rule(ReadIn(database)));
        foreach ((string key, SessionEdit edit) in edits)
            Write(database, key, edit);

        SessionTable after = ReadIn(database);
        transaction.Commit();
        return after;
    }

    /// <summary>The database in the place of a configured file: of one that agents share, each has its own beside it, but the first.</summary>
    private static string DatabaseAt(string configured, AgentId agent)
    {
        if (configured.EndsWith(Extension, StringComparison.Ordinal))
            return configured;

        string folder = Path.GetDirectoryName(configured)!;
        string name = Path.GetFileName(configured) == "sessions.json" ? "openclaw-agent" : Path.GetFileNameWithoutExtension(configured);
        string own = Path.Combine(folder, $"{name}.{agent.Value}{Extension}");
        return RealPath.Exists(own) ? own : Path.Combine(folder, name + Extension);
    }

    /// <summary>
    /// Changes a row as the gateway does. A change takes its mark away by a trigger, without which the gateway reads no session at
    /// all until it starts again, so what was valid is marked once more: its id and its time are still those of the entry.
    /// </summary>
    private static void Write(Database database, string key, SessionEdit edit)
    {
        IReadOnlyList<string?> row = database.Query(One, key)[0];
        string changed = edit.ApplyTo(row[0]!);
        database.Run(Change, changed, (long)new SessionEntry(key, JsonText.Parse(Encoding.UTF8.GetBytes(changed))).UpdatedAt!.Value, key);
        if (row[1] == Valid)
            database.Run(MarkValid, key);
    }

    private SessionTable ReadIn(Database database)
    {
        // What a newer gateway keeps is read as far as it is still the same; a change of it is refused.
        _ = CellReading.Check(database, path, CellReading.AgentRole, CellReading.KnownAgentVersion);
        List<KeyValuePair<string, SessionEntry>> read = [];
        List<string> others = [];
        foreach (IReadOnlyList<string?> row in database.Query(All))
        {
            if (Parse(row[0]!, row[1]!) is { } entry)
                read.Add(new(entry.Key, entry));
            else
                others.Add(row[0]!);
        }

        return new SessionTable(new OrderedMap<SessionEntry>(read), others);
    }

    private static SessionEntry? Parse(string key, string cell)
    {
        try
        {
            return JsonText.Parse(Encoding.UTF8.GetBytes(cell)) is { ValueKind: System.Text.Json.JsonValueKind.Object } json ? new SessionEntry(key, json) : null;
        }
        catch (MoltbotException error) when (error.Code == ErrorCode.SyntaxError)
        {
            return null;
        }
    }

    private void RequireNoGateway()
    {
        if (GatewayPresence.In(paths.StateDirectory) is not { IsRunning: not false } presence)
            return;

        string reason = presence.IsRunning is null ? $"It cannot be told whether a gateway runs on {paths.StateDirectory}" : $"A gateway runs on {paths.StateDirectory}";
        throw MoltbotException.At(path, ErrorCode.GatewayRunning,
            $"{reason} ({presence.Reason}), and what a session is pinned to is its business then. Nothing was changed. Write `/model provider/model@profile` in the chat of the session, or ask the gateway with `openclaw gateway call sessions.patch`, whose parameters are the key of the session and a model. Or stop it, and try again.");
    }

    private void RequireTakenOver()
    {
        if (!olderFile.EndsWith(Extension, StringComparison.Ordinal) && RealPath.Exists(olderFile))
        {
            throw MoltbotException.At(olderFile, ErrorCode.MigrationPending,
                $"{olderFile} is a file of an older gateway, and as long as it is there the gateway of this installation, openclaw, does not start, and what is in it is not known to it. Nothing is changed. Have the gateway take it over with `openclaw doctor --fix`, or move it away.");
        }
    }
}

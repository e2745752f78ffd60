using System.Globalization;
using System.Text;
using Moltbot.Core.Databases;
using Moltbot.Core.Profiles.Today;

namespace Moltbot.Testing;

/// <summary>
/// Databases as gateways of today make them (docs/gateway/later.md §2.2, §2.3), with the tables that credentials are in. The
/// product makes none, so this is done here.
/// </summary>
public static unsafe class TodayDatabase
{
    private const int CreateFlags = 0x6;

    /// <summary>Makes the database of a state directory.</summary>
    /// <param name="path">The absolute path, where nothing is.</param>
    /// <param name="location">What the row says that tells where the shared credentials are, as JSON; <see langword="null"/> for no row.</param>
    /// <param name="store">The shared credentials, as text; <see langword="null"/> for no row.</param>
    /// <param name="state">The shared state, as text; <see langword="null"/> for no row.</param>
    /// <param name="now">The time columns.</param>
    public static void MakeState(string path, string? location = """{"location":"state-db"}""", string? store = null, string? state = null, long now = 1)
    {
        Make(path, CellReading.KnownStateVersion, "global", "NULL", now, "CREATE TABLE config_machine_state (state_key TEXT NOT NULL PRIMARY KEY, value_json TEXT NOT NULL, updated_at_ms INTEGER NOT NULL) STRICT");
        foreach ((string key, string? cell) in new[] { ("auth.sharedStore", location), (CellReading.StoreKey, store), (CellReading.StateKey, state), ("config.lastTouchedAt", "\"2026-11-26T00:00:00.000Z\"") })
        {
            if (cell is not null)
                Run(path, $"INSERT INTO config_machine_state VALUES ({Quote(key)}, {Quote(cell)}, {now.ToString(CultureInfo.InvariantCulture)})");
        }
    }

    /// <summary>Makes an agent's database.</summary>
    /// <param name="path">The absolute path, where nothing is.</param>
    /// <param name="agent">The agent's id.</param>
    /// <param name="store">Its credentials, as text; <see langword="null"/> for no row.</param>
    /// <param name="state">Its state, as text; <see langword="null"/> for no row.</param>
    /// <param name="now">The time columns.</param>
    public static void MakeAgent(string path, string agent, string? store = null, string? state = null, long now = 1)
    {
        Make(
            path,
            CellReading.KnownAgentVersion,
            "agent",
            Quote(agent),
            now,
            "CREATE TABLE auth_profile_store (store_key TEXT NOT NULL PRIMARY KEY, store_json TEXT NOT NULL, updated_at INTEGER NOT NULL) STRICT",
            "CREATE TABLE auth_profile_state (state_key TEXT NOT NULL PRIMARY KEY, state_json TEXT NOT NULL, updated_at INTEGER NOT NULL) STRICT",
            "CREATE TABLE session_nodes (session_key TEXT NOT NULL PRIMARY KEY, current_session_id TEXT NOT NULL, entry_json TEXT NOT NULL, entry_valid INTEGER NOT NULL DEFAULT 0, updated_at INTEGER NOT NULL) STRICT",
            "CREATE TABLE session_canonical_validation_pending (session_key TEXT NOT NULL PRIMARY KEY) STRICT",
            "CREATE TRIGGER session_nodes_entry_valid_after_entry_update AFTER UPDATE OF entry_json ON session_nodes BEGIN UPDATE session_nodes SET entry_valid = 0 WHERE session_key = NEW.session_key; END",
            "CREATE TRIGGER session_nodes_entry_valid_after_identity_update AFTER UPDATE OF current_session_id, updated_at ON session_nodes BEGIN UPDATE session_nodes SET entry_valid = 0 WHERE session_key = NEW.session_key; END",
            "CREATE TRIGGER session_nodes_canonical_pending_after_update AFTER UPDATE OF entry_json ON session_nodes WHEN OLD.entry_json IS NOT NEW.entry_json BEGIN INSERT OR IGNORE INTO session_canonical_validation_pending VALUES (NEW.session_key); END");
        foreach ((string table, string? cell) in new[] { ("auth_profile_store", store), ("auth_profile_state", state) })
        {
            if (cell is not null)
                Run(path, $"INSERT INTO {table} VALUES ('primary', {Quote(cell)}, {now.ToString(CultureInfo.InvariantCulture)})");
        }
    }

    /// <summary>Puts a session in an agent's database, as its gateway does with the first message.</summary>
    /// <param name="path">The absolute path of the database.</param>
    /// <param name="key">The key of the session.</param>
    /// <param name="entry">Its entry, as JSON.</param>
    public static void AddSession(string path, string key, string entry) =>
        Run(path, $"INSERT INTO session_nodes (session_key, current_session_id, entry_json, entry_valid, updated_at) VALUES ({Quote(key)}, 'a-session', {Quote(entry)}, 1, 1)");

    /// <summary>Runs statements on a database, as its gateway would.</summary>
    public static void Run(string path, params IEnumerable<string> statements)
    {
        nint handle = 0;
        try
        {
            fixed (byte* name = SqliteLibrary.ToUtf8(path))
                Require(SqliteLibrary.Instance.Open(name, &handle, CreateFlags, null), "open");

            // What a test makes need not survive a power failure.
            foreach (string statement in statements.Prepend("PRAGMA synchronous=OFF"))
                Step(handle, statement);
        }
        finally
        {
            _ = SqliteLibrary.Instance.Close(handle);
        }
    }

    /// <summary>Runs statements on a database and keeps it open, with what was begun and not ended, until it is disposed of.</summary>
    public static IDisposable Hold(string path, params IEnumerable<string> statements)
    {
        nint handle = 0;
        fixed (byte* name = SqliteLibrary.ToUtf8(path))
            Require(SqliteLibrary.Instance.Open(name, &handle, CreateFlags, null), "open");

        foreach (string statement in statements)
            Step(handle, statement);

        return new Held(handle);
    }

    /// <summary>The first column of the first row that a question gives, as text; <see langword="null"/> when there is none.</summary>
    public static string? Ask(string path, string question) => DatabaseReading.Read(path, database => new[] { database.Text(question) })?[0];

    private static void Make(string path, int version, string role, string agent, long now, params IEnumerable<string> tables)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string time = now.ToString(CultureInfo.InvariantCulture);
        Run(
            path,
            [
                "PRAGMA auto_vacuum=2",
                "PRAGMA journal_mode=WAL",
                "CREATE TABLE schema_meta (meta_key TEXT NOT NULL PRIMARY KEY, role TEXT NOT NULL, schema_version INTEGER NOT NULL, agent_id TEXT, app_version TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) STRICT",
                .. tables,
                $"INSERT INTO schema_meta VALUES ('primary', '{role}', {version.ToString(CultureInfo.InvariantCulture)}, {agent}, '2026.9.6', {time}, {time})",
                $"PRAGMA user_version={version.ToString(CultureInfo.InvariantCulture)}",
            ]);
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static void Step(nint handle, string statement)
    {
        nint prepared = 0;
        fixed (byte* text = SqliteLibrary.ToUtf8(statement))
            Require(SqliteLibrary.Instance.Prepare(handle, text, -1, &prepared, null), statement);

        int result;
        while ((result = SqliteLibrary.Instance.Step(prepared)) == 100)
        {
        }

        _ = SqliteLibrary.Instance.Complete(prepared);
        if (result != 101)
            throw new InvalidOperationException($"{statement}: {result}: {Encoding.UTF8.GetString(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(SqliteLibrary.Instance.Message(handle)))}");
    }

    private static void Require(int result, string what)
    {
        if (result != 0)
            throw new InvalidOperationException($"{what}: {result}");
    }

    private sealed class Held(nint handle) : IDisposable
    {
        public void Dispose() => _ = SqliteLibrary.Instance.Close(handle);
    }
}

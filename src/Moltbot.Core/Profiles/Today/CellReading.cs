using System.Globalization;
using System.Text;
using System.Text.Json;
using Moltbot.Core.Databases;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Profiles.Today;

/// <summary>Reads the cells of a gateway's databases, which are of two kinds (docs/gateway/later.md §2.2, §2.3).</summary>
internal static class CellReading
{
    /// <summary>The version of the state directory's database up to which its meaning is known.</summary>
    public const int KnownStateVersion = 18;

    /// <summary>The version of an agent's database up to which its meaning is known.</summary>
    public const int KnownAgentVersion = 23;

    public const string StateRole = "global";
    public const string AgentRole = "agent";
    public const string StoreKey = "authProfiles.store";
    public const string StateKey = "authProfiles.state";
    public const string PrimaryKey = "primary";
    private const string LocationKey = "auth.sharedStore";
    private const string Setting = "SELECT value_json FROM config_machine_state WHERE state_key = ?";

    /// <summary>What the database of a state directory holds; <see langword="null"/> when there is none.</summary>
    /// <exception cref="MoltbotException">It cannot be read, or is none.</exception>
    public static StoredCells? OfState(string path) => DatabaseReading.Read(path, database => OfState(path, database));

    /// <summary>The same of one that is open.</summary>
    public static StoredCells OfState(string path, Database database) => new(path)
    {
        Closed = Check(database, path, StateRole, KnownStateVersion),
        Location = LocationIn(database.Text(Setting, LocationKey), path),
        Store = Parse(database.Text(Setting, StoreKey), path, StoreKey),
        State = Parse(database.Text(Setting, StateKey), path, StateKey),
    };

    /// <summary>What an agent's database holds; <see langword="null"/> when there is none.</summary>
    /// <exception cref="MoltbotException">It cannot be read, or is none.</exception>
    public static StoredCells? OfAgent(string path) => DatabaseReading.Read(path, database => OfAgent(path, database));

    /// <summary>The same of one that is open.</summary>
    public static StoredCells OfAgent(string path, Database database) => new(path)
    {
        Closed = Check(database, path, AgentRole, KnownAgentVersion),
        Store = Parse(database.Text("SELECT store_json FROM auth_profile_store WHERE store_key = ?", PrimaryKey), path, "auth_profile_store"),
        State = Parse(database.Text("SELECT state_json FROM auth_profile_state WHERE state_key = ?", PrimaryKey), path, "auth_profile_state"),
    };

    /// <summary>The version of the gateway that made a database; <see langword="null"/> where there is none, or it does not say.</summary>
    public static string? VersionIn(string path)
    {
        try
        {
            return DatabaseReading.Read(path, database => new[] { database.Text("SELECT app_version FROM schema_meta WHERE meta_key = ?", PrimaryKey) })?[0];
        }
        catch (MoltbotException)
        {
            return null; // whoever reads the credentials says why
        }
    }

    /// <summary>Makes sure that a database is what its place says.</summary>
    /// <returns>That a newer gateway made it, or <see langword="null"/>.</returns>
    /// <exception cref="MoltbotException">It is something else.</exception>
    public static MoltbotException? Check(Database database, string path, string role, int known)
    {
        int version = int.Parse(database.Text("PRAGMA user_version")!, NumberStyles.AllowLeadingSign, PlainNumbers.Format);
        if (version <= 0 || database.Text("SELECT role FROM schema_meta WHERE meta_key = ?", PrimaryKey) != role)
        {
            throw MoltbotException.At(path, ErrorCode.StoreUnreadable,
                $"{path} is not the database that a gateway keeps there. It was left as it is. Ask the gateway what it makes of it: {GatewayCommands.Examine}.");
        }

        return version <= known ? null : MoltbotException.At(path, ErrorCode.GatewayTooNew,
            $"{path} was made by a newer gateway than this program knows (schema {version}, known up to {known}). What is read of it may have another meaning there, and nothing is changed in it. Look for a newer version of this program, or use the gateway's own commands.");
    }

    private static SharedStoreLocation LocationIn(string? cell, string path)
    {
        JsonElement location = Parse(cell, path, LocationKey);
        if (location.ValueKind == JsonValueKind.Undefined)
            return SharedStoreLocation.MainAgent;
        if (location.ValueKind == JsonValueKind.Object && location.EnumerateObject().Count() == 1)
        {
            switch (location.Member("location").AsText())
            {
                case "state-db":
                    return SharedStoreLocation.StateDatabase;
                case "legacy-main":
                    return SharedStoreLocation.MainAgent;
            }
        }

        throw Unreadable(path, LocationKey, "it says nothing that is known");
    }

    private static JsonElement Parse(string? cell, string path, string row)
    {
        if (cell is null)
            return default;

        try
        {
            return JsonText.Parse(Encoding.UTF8.GetBytes(cell));
        }
        catch (MoltbotException error) when (error.Code == ErrorCode.SyntaxError)
        {
            throw Unreadable(path, row, error.Message);
        }
    }

    /// <summary>That a row does not hold what it should.</summary>
    public static MoltbotException Unreadable(string path, string row, string reason) => MoltbotException.At(path, ErrorCode.StoreUnreadable,
        $"{path}: the row {row} cannot be read: {reason}. Nothing was changed. Put a backup in its place, or have the gateway mend it: {GatewayCommands.Repair}.");
}

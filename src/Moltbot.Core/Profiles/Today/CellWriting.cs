using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Databases;
using Moltbot.Core.Json;

namespace Moltbot.Core.Profiles.Today;

/// <summary>Writes the cells of a gateway's databases as the gateway does: one row each, and none for a state that says nothing.</summary>
internal static class CellWriting
{
    private const string Setting = "INSERT INTO config_machine_state (state_key, value_json, updated_at_ms) VALUES (?, ?, ?) ON CONFLICT(state_key) DO UPDATE SET value_json = excluded.value_json, updated_at_ms = excluded.updated_at_ms";
    private const string Store = "INSERT INTO auth_profile_store (store_key, store_json, updated_at) VALUES (?, ?, ?) ON CONFLICT(store_key) DO UPDATE SET store_json = excluded.store_json, updated_at = excluded.updated_at";
    private const string State = "INSERT INTO auth_profile_state (state_key, state_json, updated_at) VALUES (?, ?, ?) ON CONFLICT(state_key) DO UPDATE SET state_json = excluded.state_json, updated_at = excluded.updated_at";

    /// <summary>Writes what differs.</summary>
    /// <param name="database">The database, in a transaction.</param>
    /// <param name="isState">Whether it is the state directory's.</param>
    /// <param name="before">What it holds.</param>
    /// <param name="edit">What it is to hold.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    public static void Write(Database database, bool isState, StoredCells before, CellEdit edit, long now)
    {
        if (!Same(before.Store, edit.Store))
            database.Run(isState ? Setting : Store, isState ? CellReading.StoreKey : CellReading.PrimaryKey, JsonText.WriteCompact(edit.Store!), now);
        if (Same(before.State, edit.State))
            return;

        if (edit.State is { } state)
            database.Run(isState ? Setting : State, isState ? CellReading.StateKey : CellReading.PrimaryKey, JsonText.WriteCompact(state), now);
        else
            database.Run(isState ? "DELETE FROM config_machine_state WHERE state_key = ?" : "DELETE FROM auth_profile_state WHERE state_key = ?", isState ? CellReading.StateKey : CellReading.PrimaryKey);
    }

    private static bool Same(JsonElement before, JsonObject? after) => before.ValueKind == JsonValueKind.Undefined
        ? after is null
        : after is not null && JsonText.ToNode(before).IsSameAs(after);
}

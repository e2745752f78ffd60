using System.Text.Json;
using Moltbot.Core.Databases;
using Moltbot.Core.Files;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Profiles.Today;

/// <summary>
/// One change of an agent's credentials in a gateway's databases. What is different afterwards goes to the rows that own it
/// (docs/gateway/later.md §2.3), each database in a transaction of its own, in which it is read again.
/// </summary>
/// <param name="places">Where they are.</param>
/// <param name="time">The clock.</param>
/// <param name="cancellation">Ends the waiting for others.</param>
internal sealed class TodayCommit(TodayPlaces places, TimeProvider time, CancellationToken cancellation)
{
    private readonly SortedDictionary<string, DatabaseTransaction> open = new(PathComparison.Here.Comparer);
    private readonly Dictionary<string, CellEdit> edits = new(PathComparison.Here.Comparer);
    private readonly Dictionary<string, StoredCells> added = new(PathComparison.Here.Comparer);

    /// <summary>Whether something was changed.</summary>
    public bool IsMade { get; private set; }

    /// <summary>Makes the change.</summary>
    /// <param name="change">What is to be different.</param>
    /// <param name="isRehearsal">Whether everything is undone again.</param>
    /// <returns>What the agent sees afterwards.</returns>
    public AuthProfileStore Run(StoreChange change, bool isRehearsal)
    {
        SortedSet<string> needed = new(PathComparison.Here.Comparer);
        while (true)
        {
            try
            {
                // In one order, so that two who change the same databases do not wait for each other.
                foreach (string path in needed)
                    open[path] = DatabaseTransaction.Begin(path, time, cancellation);

                if (TryChange(change, needed) is { } view)
                    return isRehearsal ? view : Finish(view);
            }
            finally
            {
                foreach (DatabaseTransaction transaction in open.Values)
                    transaction.Dispose();

                open.Clear();
                edits.Clear();
                added.Clear();
            }
        }
    }

    /// <summary>Makes the change in what is open; <see langword="null"/> when it turns out that more has to be, which is added to what is needed.</summary>
    private AuthProfileStore? TryChange(StoreChange change, SortedSet<string> needed)
    {
        TodayReading before = Read();
        before.RequireAll();
        StoreContent own = before.Content;
        StoreContent changed = change.Rule(own, before.View);
        if (ReferenceEquals(own, changed))
            return before.View;

        Distribute(before, own.Json, changed.Json);
        int known = needed.Count;
        needed.UnionWith(edits.Keys);
        if (needed.Count > known)
            return null;

        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach ((string path, CellEdit edit) in edits)
        {
            StoredCells cells = before.CellsAt(path);
            if (cells.Closed is { } closed)
                throw closed;

            bool isState = PathComparison.Here.AreSame(path, places.StateDatabase);
            edit.ForgetOthers();
            CellWriting.Write(open[path].Database, isState, cells, edit, now);
        }

        return Read().View;
    }

    private AuthProfileStore Finish(AuthProfileStore view)
    {
        foreach (DatabaseTransaction transaction in open.Values)
            transaction.Commit();

        IsMade = edits.Count > 0;
        return view;
    }

    /// <summary>Reads everything, and what is open in its transaction.</summary>
    private TodayReading Read()
    {
        Readings readings = new();
        foreach ((string path, DatabaseTransaction transaction) in open)
            readings.At(new StorePlace(StorePlaceKind.Database, path), () => PathComparison.Here.AreSame(path, places.StateDatabase) ? CellReading.OfState(path, transaction.Database) : CellReading.OfAgent(path, transaction.Database));

        return new TodayReading(places, readings);
    }

    private void Distribute(TodayReading before, JsonElement own, JsonElement changed)
    {
        HashSet<string> gone = new(StringComparer.Ordinal);
        foreach ((string id, JsonElement entry) in Differences(own, changed, "profiles"))
        {
            SetProfile(before, id, entry);
            if (entry.ValueKind == JsonValueKind.Undefined)
                gone.Add(id);
        }

        // An order that only loses what is gone has lost it by now, each where it is.
        foreach ((string provider, JsonElement ids) in Differences(own, changed, "order"))
        {
            if (!own.Member("order").Member(provider).Texts().Where(id => !gone.Contains(id)).SequenceEqual(ids.Texts(), StringComparer.Ordinal))
                SetOrder(before, provider, ids);
        }

        foreach ((string provider, JsonElement id) in Differences(own, changed, "lastGood"))
            EditOf(before, OwnerOf(before, id.AsText() ?? own.Member("lastGood").Member(provider).AsText() ?? "")).SetLastGood(provider, id);
        foreach ((string id, JsonElement usage) in Differences(own, changed, "usageStats"))
            SetUsage(before, id, usage);
    }

    /// <summary>A new credential of the main agent is everybody's. Others have their own, but a key keeps the place in which the gateway would replace it.</summary>
    private void SetProfile(TodayReading before, string id, JsonElement entry)
    {
        if (before.View.Find(id) is { Fence.HasFailed: false })
            throw TodayErrors.BeingRenewed(id);
        if (before.View.Find(id) is { IsSetAside: true })
            throw TodayErrors.SetAside(id);

        if (entry.ValueKind == JsonValueKind.Undefined)
        {
            foreach (StoredCells cells in new[] { before.Own, places.IsMain ? before.Shared : null }.OfType<StoredCells>().DistinctBy(cells => cells.Path, PathComparison.Here.Comparer))
            {
                if (!cells.HasStore)
                    continue;

                CellEdit edit = EditOf(before, cells);
                edit.Forget(id);
                if (Has(cells, id))
                    edit.SetProfile(id, entry);
            }

            return;
        }

        bool isOwn = before.Own is { } own && Has(own, id);
        bool replacesKey = entry.Member("type").AsText() == "api_key" && before.Shared is { } shared && Has(shared, id);
        added[id] = isOwn ? before.Own! : places.IsMain || replacesKey ? SharedCells(before) : OwnCells(before);
        EditOf(before, added[id]).SetProfile(id, entry);
    }

    /// <summary>An order is the agent's own, for the main agent too. One that is taken away goes wherever it is in force from.</summary>
    private void SetOrder(TodayReading before, string provider, JsonElement ids)
    {
        if (ids.ValueKind == JsonValueKind.Undefined && places.IsMain)
        {
            foreach (StoredCells cells in new[] { before.Own, before.Shared }.OfType<StoredCells>().DistinctBy(cells => cells.Path, PathComparison.Here.Comparer).Where(cells => cells.HasStore))
                EditOf(before, cells).SetOrder(provider, ids);
        }
        else if (IsRepaired(before, provider, ids))
        {
            EditOf(before, SharedCells(before)).SetOrder(provider, ids);
        }
        else
        {
            EditOf(before, OwnCells(before)).SetOrder(provider, ids);
        }
    }

    /// <summary>Whether an order of the shared credentials only loses ids that nobody has any more, as in a repair: then it is changed where it is.</summary>
    private bool IsRepaired(TodayReading before, string provider, JsonElement ids)
    {
        ProviderId id = ProviderId.ParseToday(provider);
        return places.IsMain
            && before.OwnStore.Order(id) is null
            && before.SharedStore.Order(id) is { } order
            && order.Where(before.View.Has).SequenceEqual(ids.Texts(), StringComparer.Ordinal);
    }

    /// <summary>What is remembered of a profile lies beside it; of one that is gone, it goes everywhere.</summary>
    private void SetUsage(TodayReading before, string id, JsonElement usage)
    {
        if (usage.ValueKind != JsonValueKind.Undefined)
        {
            EditOf(before, OwnerOf(before, id)).SetUsage(id, usage);
            return;
        }

        foreach (StoredCells cells in new[] { before.Own, before.Shared }.OfType<StoredCells>().DistinctBy(cells => cells.Path, PathComparison.Here.Comparer).Where(cells => cells.State.Member("usageStats").Has(id)))
            EditOf(before, cells).SetUsage(id, usage);
    }

    private StoredCells OwnerOf(TodayReading before, string id) =>
        added.GetValueOrDefault(id) is { } place ? place :
        before.Own is { } own && Has(own, id) ? own :
        before.Shared is { } shared && Has(shared, id) ? shared :
        OwnCells(before);

    private static bool Has(StoredCells cells, string id) => cells.Store.Member("profiles").Has(id);

    private CellEdit EditOf(TodayReading before, StoredCells cells) => EditOf(before, cells.Path);

    private CellEdit EditOf(TodayReading before, string path)
    {
        if (!edits.TryGetValue(path, out CellEdit? edit))
            edits[path] = edit = new CellEdit(before.CellsAt(path));

        return edit;
    }

    private StoredCells OwnCells(TodayReading before) => before.Own ?? throw DatabaseErrors.Missing(places.OwnDatabase);

    private StoredCells SharedCells(TodayReading before) => before.Shared is { Path.Length: > 0 } shared ? shared : throw DatabaseErrors.Missing(places.StateDatabase);

    /// <summary>What is different in a section, by its names; what is gone is undefined.</summary>
    private static IEnumerable<(string Name, JsonElement Value)> Differences(JsonElement before, JsonElement after, string section)
    {
        OrderedMap<JsonEntry> old = before.Member(section).EntryMap();
        OrderedMap<JsonEntry> changed = after.Member(section).EntryMap();
        foreach ((string name, JsonEntry entry) in changed)
        {
            if (!old.TryGetValue(name, out JsonEntry? same) || !JsonText.ToNode(same.Value).IsSameAs(JsonText.ToNode(entry.Value)))
                yield return (name, entry.Value);
        }

        foreach (string name in old.Keys.Where(name => !changed.ContainsKey(name)))
            yield return (name, default);
    }
}

using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Profiles.Today;

/// <summary>What the databases hold of an agent's credentials at one moment, and what could not be read of it.</summary>
internal sealed class TodayReading
{
    private readonly TodayPlaces places;
    private readonly DatabaseQuarantine quarantine;
    private readonly List<MoltbotException> errors = [];

    /// <summary>Reads what there is.</summary>
    /// <param name="places">Where.</param>
    /// <param name="readings">What the operation has read.</param>
    public TodayReading(TodayPlaces places, Readings readings)
    {
        this.places = places;
        errors.AddRange(places.JanuaryFiles.Where(RealPath.Exists).Select(InstallationLayout.Pending));
        string notes = DatabaseQuarantine.PlaceFor(places.StateDatabase);
        quarantine = readings.At(PlaceOf(notes), () => DatabaseQuarantine.Read(notes));
        StoredCells? state = Try(() => Judged(readings.At(PlaceOf(places.StateDatabase), () => CellReading.OfState(places.StateDatabase) ?? new StoredCells(""))));
        StoredCells? main = places.IsMain || state?.Location == SharedStoreLocation.MainAgent ? AgentCells(places.MainDatabase, readings) : null;
        Own = places.IsMain ? main : AgentCells(places.OwnDatabase, readings);
        Shared = state?.Location == SharedStoreLocation.StateDatabase ? state : main;
        Location = state?.Location;
        OwnStore = Meaning(Own);
        SharedStore = ReferenceEquals(Own, Shared) ? OwnStore : Meaning(Shared);
    }

    /// <summary>What is in the agent's own database; <see langword="null"/> when that cannot be read.</summary>
    public StoredCells? Own { get; }

    /// <summary>What all agents share; <see langword="null"/> when that cannot be read.</summary>
    public StoredCells? Shared { get; }

    /// <summary>Where that is; <see langword="null"/> when that is not known.</summary>
    public SharedStoreLocation? Location { get; }

    /// <summary>What the agent's own database means.</summary>
    public AuthProfileStore OwnStore { get; }

    /// <summary>What is shared, as it is meant.</summary>
    public AuthProfileStore SharedStore { get; }

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<MoltbotException> Errors => errors;

    /// <summary>Why what was read is not changed: a newer gateway made it, or the gateway has found it damaged.</summary>
    public IEnumerable<MoltbotException> Closed => new[] { Shared?.Closed, Own?.Closed }.OfType<MoltbotException>().DistinctBy(error => error.Path, PathComparison.Here.Comparer);

    /// <summary>What the agent sees.</summary>
    public AuthProfileStore View => ReferenceEquals(OwnStore, SharedStore) ? OwnStore : OwnStore.Over(SharedStore);

    /// <summary>Where a person would look for the agent's credentials.</summary>
    public StorePlace Place =>
        Own is { HasStore: true } || Shared is not { Path.Length: > 0 } || Location != SharedStoreLocation.StateDatabase ? PlaceOf(OwnOrMain) : PlaceOf(places.StateDatabase);

    /// <summary>Whether the agent has credentials of its own, be it none in a store that is there.</summary>
    public bool Exists => Own is { HasStore: true } || (places.IsMain && Shared is { HasStore: true });

    /// <summary>What a change of the agent's credentials starts from: all that the main agent sees, and of others what is their own; of both, the use of all that they see.</summary>
    public StoreContent Content => StoreContent.Of(places.IsMain ? View : OwnStore.WithUsagesOf(View), withPassedOver: true, json => TodayDocument.Read(new StoredCells(OwnOrMain) { Store = json, State = json }));

    /// <summary>What is in one of the databases.</summary>
    public StoredCells CellsAt(string path) => new[] { Own, Shared }.OfType<StoredCells>().First(cells => PathComparison.Here.AreSame(cells.Path, path));

    /// <summary>Makes sure that everything could be read, and that nothing stands in the gateway's way.</summary>
    /// <exception cref="MoltbotException">The first problem.</exception>
    public void RequireAll()
    {
        if (errors is [MoltbotException first, ..])
            throw first;
    }

    private string OwnOrMain => Own is { HasStore: true } || places.IsMain ? places.OwnDatabase : places.MainDatabase;

    private static StorePlace PlaceOf(string path) => new(StorePlaceKind.Database, path);

    /// <summary>What an agent's database holds; <see langword="null"/> where there is none, or it cannot be read.</summary>
    private StoredCells? AgentCells(string path, Readings readings) => Try(() => Judged(readings.At(PlaceOf(path), () => CellReading.OfAgent(path) ?? new StoredCells("")))) is { Path.Length: > 0 } cells ? cells : null;

    /// <summary>What a database holds, with why it is not changed.</summary>
    private StoredCells Judged(StoredCells cells) => cells.Closed is null && quarantine.Of(cells.Path) is { } damaged ? cells with { Closed = damaged } : cells;

    private AuthProfileStore Meaning(StoredCells? cells) => (cells is null ? null : Try(() => TodayDocument.Read(cells))) ?? AuthProfileStore.EmptyOfToday;

    private T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (MoltbotException error)
        {
            errors.Add(error);
            return null;
        }
    }
}

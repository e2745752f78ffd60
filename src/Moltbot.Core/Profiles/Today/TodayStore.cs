using Moltbot.Core.Databases;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Profiles.Today;

/// <summary>The credentials of one agent in a gateway's databases: its own before those that all agents share.</summary>
/// <param name="places">Where they are.</param>
/// <param name="look">Tells whose the installation is now.</param>
/// <param name="time">The clock.</param>
/// <param name="unnoticed">Where it is noted that a running gateway has to be told of a change; nowhere if omitted.</param>
internal sealed class TodayStore(TodayPlaces places, Func<InstallationLayout> look, TimeProvider time, UnnoticedChange? unnoticed = null) : IProfileStore
{
    private TodayReading? last;

    /// <inheritdoc/>
    public StorePlace Place => Last.Place;

    /// <inheritdoc/>
    public bool Exists => Last.Exists;

    /// <inheritdoc/>
    public WriteVerdict MayWrite => VerdictOf(Last);

    private TodayReading Last => last ??= new TodayReading(places, new());

    /// <inheritdoc/>
    public StoreReading Read(Readings? readings = null)
    {
        TodayReading reading = new(places, readings ?? new());
        last = reading;
        AuthProfileStore view = reading.View;
        return new StoreReading(view, reading.Errors, [.. reading.Closed, .. PassedOverEntry.ToWarnings(view.PassedOver)])
        {
            Main = places.IsMain ? view : reading.SharedStore,
            MayWrite = VerdictOf(reading),
            OwnProblem = reading.Errors is [MoltbotException problem, ..] ? problem : null,
            HasMain = !places.IsMain,
            Own = reading.Exists ? reading.Content : null,
        };
    }

    /// <inheritdoc/>
    public AuthProfileStore Commit(StoreChange change, CancellationToken cancellation = default) => Run(change, isRehearsal: false, cancellation);

    /// <inheritdoc/>
    public void Rehearse(StoreChange change, CancellationToken cancellation = default) => Run(change, isRehearsal: true, cancellation);

    private AuthProfileStore Run(StoreChange change, bool isRehearsal, CancellationToken cancellation)
    {
        VerdictOf(new TodayReading(places, new())).Require();
        TodayCommit commit = new(places, time, cancellation);
        AuthProfileStore view = commit.Run(change, isRehearsal);
        last = null;
        if (commit.IsMade && change.Durability == Durability.Lasting)
            unnoticed?.Note(); // what is only remembered of the use of profiles is the gateway's to know better
        return view;
    }

    /// <summary>Whether the credentials can be changed: all that is known of them can be read, and the gateway made their database.</summary>
    private WriteVerdict VerdictOf(TodayReading reading) =>
        look().Kind != LayoutKind.Today ? WriteVerdict.Refused(DatabaseErrors.Missing(places.StateDatabase)) :
        reading.Errors is [MoltbotException problem, ..] ? WriteVerdict.Refused(problem) :
        reading.Closed.FirstOrDefault() is { } closed ? WriteVerdict.Refused(closed) :
        reading.Shared is not { Path.Length: > 0 } ? WriteVerdict.Refused(DatabaseErrors.Missing(places.StateDatabase)) :
        WriteVerdict.Allowed;
}

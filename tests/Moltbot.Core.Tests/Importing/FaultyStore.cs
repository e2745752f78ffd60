using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Tests.Importing;

/// <summary>A store in front of another, for which something happens directly before it is changed.</summary>
internal sealed class FaultyStore(IProfileStore inner, Action beforeCommit) : IProfileStore
{
    public StorePlace Place => inner.Place;

    public bool Exists => inner.Exists;

    public WriteVerdict MayWrite => inner.MayWrite;

    public StoreReading Read(Readings? readings = null) => inner.Read(readings);

    public AuthProfileStore Commit(StoreChange change, CancellationToken cancellation = default)
    {
        beforeCommit();
        return inner.Commit(change, cancellation);
    }

    public void Rehearse(StoreChange change, CancellationToken cancellation = default) => inner.Rehearse(change, cancellation);
}

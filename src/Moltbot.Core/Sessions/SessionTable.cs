using Moltbot.Core.Json;

namespace Moltbot.Core.Sessions;

/// <summary>What is kept of an agent's sessions: an entry for each, in the order in which they are kept.</summary>
/// <param name="entries">The entries.</param>
/// <param name="others">The keys of what is no entry, because it is no object.</param>
internal sealed class SessionTable(OrderedMap<SessionEntry> entries, IReadOnlyList<string> others)
{
    /// <summary>A store without any session.</summary>
    public static SessionTable Empty { get; } = new(OrderedMap<SessionEntry>.Empty, []);

    /// <summary>The sessions.</summary>
    public IEnumerable<SessionEntry> Entries => entries.Values;

    /// <summary>The keys of what the gateway passes over because of its type: whole entries, or something of them.</summary>
    public IEnumerable<string> PassedOver => others.Concat(entries.Values.Where(session => session.HasPassedOver).Select(session => session.Key));

    /// <summary>The session with a key, or <see langword="null"/>.</summary>
    public SessionEntry? Find(string key) => entries.GetValueOrDefault(key);
}

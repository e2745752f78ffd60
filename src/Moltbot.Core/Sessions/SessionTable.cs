using Moltbot.Core.Json;

namespace Moltbot.Core.Sessions;

/// <summary>What is kept of an agent's sessions: an entry for each, in the order in which they are kept.</summary>
internal sealed class SessionTable(OrderedMap<SessionEntry> entries)
{
    /// <summary>A store without any session.</summary>
    public static SessionTable Empty { get; } = new(OrderedMap<SessionEntry>.Empty);

    /// <summary>The sessions.</summary>
    public IEnumerable<SessionEntry> Entries => entries.Values;

    /// <summary>The session with a key, or <see langword="null"/>.</summary>
    public SessionEntry? Find(string key) => entries.GetValueOrDefault(key);
}

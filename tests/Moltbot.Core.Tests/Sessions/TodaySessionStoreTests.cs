using Moltbot.Core.Installation;
using Moltbot.Core.Sessions;
using Moltbot.Core.Sessions.Today;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Sessions;

/// <summary>The sessions of today's layout, rows of an agent's database, keep the contract.</summary>
public sealed class TodaySessionStoreTests : SessionStoreContract
{
    private readonly TemporaryHome home = new();

    private protected override ISessionStore Store =>
        new SessionNodes(Path, home[".openclaw/agents/main/sessions/sessions.json"], InstallationPaths.At(home[".openclaw"], home.Environment), TimeProvider.System);

    private string Path => home[".openclaw/agents/main/agent/openclaw-agent.sqlite"];

    protected override void Keep(params (string Key, string Entry)[] sessions)
    {
        if (!File.Exists(Path))
            TodayDatabase.MakeAgent(Path, "main");

        foreach ((string key, string entry) in sessions)
            TodayDatabase.AddSession(Path, key, entry);
    }

    protected override void KeepUnreadable() => home.Write(".openclaw/agents/main/agent/openclaw-agent.sqlite", "no database at all, although it is long enough for one");

    protected override string Text(string key) => TodayDatabase.Ask(Path, $"SELECT entry_json FROM session_nodes WHERE session_key = '{key}'")!;

    protected override string Trace() => home.Trace();

    protected override void Dispose(bool disposing) => home.Dispose();
}

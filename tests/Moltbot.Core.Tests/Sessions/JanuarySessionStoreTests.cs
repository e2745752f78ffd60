using Moltbot.Core.Installation;
using Moltbot.Core.Json5;
using Moltbot.Core.Sessions;
using Moltbot.Core.Sessions.January;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Sessions;

/// <summary>The sessions of January's layout, a file, keep the contract.</summary>
public sealed class JanuarySessionStoreTests : SessionStoreContract
{
    private readonly TemporaryHome home = new();

    private protected override ISessionStore Store =>
        new SessionStore(Path, () => InstallationLayout.Of(InstallationPaths.At(home[".clawdbot"], home.Environment)), TimeProvider.System);

    private string Path => home[".clawdbot/agents/main/sessions/sessions.json"];

    protected override void Keep(params (string Key, string Entry)[] sessions)
    {
        string kept = File.Exists(Path) && File.ReadAllText(Path) is var before ? before[..before.LastIndexOf('}')].TrimEnd() + "," : "{";
        home.Write(".clawdbot/agents/main/sessions/sessions.json", kept + string.Join(",", sessions.Select(session => $"\n\"{session.Key}\":{session.Entry}")) + "\n}");
    }

    protected override void KeepUnreadable() => home.Write(".clawdbot/agents/main/sessions/sessions.json", "[");

    protected override string Text(string key)
    {
        Json5Document document = Json5Document.Parse(File.ReadAllText(Path));
        return document.TextOf(((Json5Object)document.Root).Members.Single(member => member.Name == key).Value.Span).ToString();
    }

    protected override string Trace() => home.Trace();

    protected override void Dispose(bool disposing) => home.Dispose();
}

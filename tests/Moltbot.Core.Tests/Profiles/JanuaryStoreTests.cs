using Moltbot.Core.Profiles;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>The store of the January layout, an <c>auth-profiles.json</c>, keeps the contract.</summary>
public sealed class JanuaryStoreTests : ProfileStoreContract
{
    private readonly TemporaryInstallation installation = new();

    private protected override IProfileStore Open(string agent) => installation.AgentStore(agent);

    protected override void Keep(string agent, StoreBuilder content) => installation.Store(content, agent);

    protected override void KeepUnreadable(string agent) => installation.Store("{ \"profiles\": {", agent);

    protected override void ForbidWriting() => installation.File(".clawdbot/state/openclaw.sqlite", "");

    protected override string Fingerprint() => installation.Home.Fingerprint();

    protected override void LetTimePass()
    {
        if (!Directory.Exists(installation.StorePath() + ".lock")) // otherwise time would pass faster than the disk can follow
            installation.Time.Advance(TimeSpan.FromMilliseconds(50));
    }

    protected override void Dispose(bool disposing) => installation.Dispose();
}

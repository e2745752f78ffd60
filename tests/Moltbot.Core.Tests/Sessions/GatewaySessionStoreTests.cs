using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Sessions;
using Moltbot.Core.Sessions.January;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Sessions;

/// <summary>Our changes of a session store against those of the gateway's own code at the same time, if it is installed.</summary>
public sealed class GatewaySessionStoreTests
{
    private const int Rounds = 100;

    [Fact]
    public async Task No_change_is_lost_when_the_gateway_changes_the_store_at_the_same_time()
    {
        string code = GatewayPackage.Locate("dist", "config", "sessions", "store.js");
        using TemporaryHome home = new();
        string path = home.Write("sessions.json", """{"ours":{"sessionId":"o","count":0},"theirs":{"sessionId":"t","count":0,"keep":[1]}}""");
        using Process gateway = Start(code, path);
        SessionStore store = new(path, () => InstallationLayout.Of(InstallationPaths.At(home.Path, home.Environment)), TimeProvider.System);

        for (int round = 1; round <= Rounds; round++)
        {
            store.Update(
                sessions => new Dictionary<string, SessionEdit>(StringComparer.Ordinal)
                {
                    ["ours"] = SessionEdit.None.Set("count", Count(path, "ours") + 1),
                },
                TestContext.Current.CancellationToken);
        }

        string errors = await gateway.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await gateway.WaitForExitAsync(TestContext.Current.CancellationToken);
        errors.ShouldBeEmpty();
        Count(path, "ours").ShouldBe(Rounds);
        Count(path, "theirs").ShouldBe(Rounds);
        File.Exists(path + ".lock").ShouldBeFalse();
    }

    private static int Count(string path, string key) => (int)JsonNode.Parse(File.ReadAllText(path, Encoding.UTF8))![key]!["count"]!.GetValue<double>();

    private static Process Start(string code, string path)
    {
        string script = $$"""
            const { updateSessionStore } = await import({{JsonValue.Create(new Uri(code).AbsoluteUri).ToJsonString()}});
            for (let round = 0; round < {{Rounds}}; round++)
                await updateSessionStore({{JsonValue.Create(path).ToJsonString()}}, (store) => { store.theirs.count += 1; });
            """;
        try
        {
            return Process.Start(new ProcessStartInfo("node", ["--input-type=module", "-e", script]) { RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            SkipReason.Program.Require(false, "node is not on the PATH.");
            throw;
        }
    }
}

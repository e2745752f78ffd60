using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Moltbot.Core.Failures;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>Our updates of usage against those of the gateway's own code at the same time, if it is installed.</summary>
public sealed class GatewayProfileStoreTests
{
    private const int Rounds = 50;
    private const string ProfileId = "zai:a";

    [Fact]
    public async Task No_failure_is_lost_when_the_gateway_records_some_at_the_same_time()
    {
        string code = GatewayPackage.Locate("dist", "agents", "auth-profiles.js");
        using TemporaryInstallation installation = new TemporaryInstallation().Store(new StoreBuilder().ApiKey(ProfileId));
        AgentProfileUsage usage = MoltbotInstallation.Open(installation.Environment).MainAgent.ProfileUsage;
        using Process gateway = Start(code, installation);

        for (int round = 0; round < Rounds; round++)
            usage.Failed(ProfileId, FailureReason.RateLimit, TestContext.Current.CancellationToken);

        string errors = await gateway.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await gateway.WaitForExitAsync(TestContext.Current.CancellationToken);
        errors.ShouldBeEmpty();
        gateway.ExitCode.ShouldBe(0);
        installation.Stored().Usage(ProfileId).ErrorCount.ShouldBe(2 * Rounds);
        Directory.Exists(installation.StorePath() + ".lock").ShouldBeFalse();
    }

    private static Process Start(string code, TemporaryInstallation installation)
    {
        string directory = JsonValue.Create(Path.GetDirectoryName(installation.StorePath())!).ToJsonString();
        string script = $$"""
            const { ensureAuthProfileStore, markAuthProfileFailure } = await import({{JsonValue.Create(new Uri(code).AbsoluteUri).ToJsonString()}});
            const store = ensureAuthProfileStore({{directory}});
            for (let round = 0; round < {{Rounds}}; round++)
                await markAuthProfileFailure({ store, profileId: "{{ProfileId}}", reason: "rate_limit", agentDir: {{directory}} });
            """;
        ProcessStartInfo start = new("node", ["--input-type=module", "-e", script]) { RedirectStandardError = true };
        start.Environment["HOME"] = installation.Home.Path;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            SkipReason.Program.Require(false, "node is not on the PATH.");
            throw;
        }
    }
}

using System.Text.Json.Nodes;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class UsageTests : IDisposable
{
    private readonly CommandScene scene = new();

    public UsageTests() => scene.WithConfig("{}").WithStore(new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b"));

    public void Dispose() => scene.Dispose();

    [Theory]
    [InlineData("rate_limit", "cooldown 1m")]
    [InlineData("auth", "cooldown 1m")]
    [InlineData("timeout", "cooldown 1m")]
    [InlineData("format", "cooldown 1m")]
    [InlineData("unknown", "cooldown 1m")]
    [InlineData("billing", "disabled:billing 5h")]
    public void A_failure_puts_the_profile_into_cooldown(string reason, string cooldown)
    {
        Record("--failure-reason", reason).ShouldSucceed().Output.ShouldBe($"zai:a: {cooldown}\n");

        Stored("zai:a")["failureCounts"]![reason]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public void The_reason_is_told_from_what_the_provider_said() =>
        Record("--status-code", "402", "--message", "pay up").ShouldSucceed().Output.ShouldBe("zai:a: disabled:billing 5h\n");

    [Fact]
    public void A_success_forgets_what_was_against_the_profile()
    {
        Record("--failure-reason", "billing");

        Record("--succeeded").ShouldSucceed().Output.ShouldBe("zai:a: can be used\n");

        Stored("zai:a").ContainsKey("disabledUntil").ShouldBeFalse();
    }

    [Fact]
    public void A_failure_that_another_credential_would_not_help_is_not_recorded()
    {
        string before = scene.Home.Fingerprint();

        Record("--message", "model not found").ShouldSucceed().Output.ShouldContain("nothing was recorded");

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_token_for_Claude_Code_only_has_a_way_out() =>
        Record("--status-code", "400", "--message", "This credential is only authorized for use with Claude Code and cannot be used for other API requests.")
            .ShouldComplain("paste-api-key", "order set");

    [Fact]
    public void Clearing_ends_the_rest_and_on_demand_that_a_profile_is_disabled()
    {
        Record("--failure-reason", "billing");

        Clear().ShouldSucceed().Output.ShouldBe("zai:a: still disabled:billing 5h; --disabled ends that too\n");
        Clear("--disabled").ShouldSucceed().Output.ShouldBe("zai:a: can be used\n");
        Clear("--disabled").ShouldSucceed().Output.ShouldBe("There is nothing to clear.\n");
    }

    [Fact]
    public void What_is_remembered_about_a_profile_that_is_gone_is_forgotten()
    {
        scene.WithStore(new StoreBuilder().ApiKey("zai:a").Usage("zai:gone", errorCount: 2));

        Clear().ShouldSucceed().Output.ShouldBe("zai:gone: forgotten; there is no such profile any more\n");
        Clear("--profile-id", "zai:gone").ShouldSucceed().Output.ShouldBe("There is nothing to clear.\n");
    }

    [Theory]
    [InlineData("without an outcome")]
    [InlineData("with two", "--succeeded", "--failure-reason", "auth")]
    [InlineData("with a reason that there is not", "--failure-reason", "bored")]
    [InlineData("with a status that is none", "--message", "x", "--status-code", "7")]
    public void What_makes_no_sense_is_refused_and_changes_nothing(string what, params string[] options)
    {
        string before = scene.Home.Fingerprint();

        Record(options).ShouldFail();

        scene.Home.Fingerprint().ShouldBe(before, what);
    }

    [Fact]
    public void An_unknown_profile_is_refused_and_changes_nothing()
    {
        string before = scene.Home.Fingerprint();

        scene.Run("models", "auth", "usage", "zai:gone", "--succeeded").ShouldFail("\"zai:gone\" not found", "zai:a");
        Clear("--profile-id", "zai:gone").ShouldFail("\"zai:gone\" not found");

        scene.Home.Fingerprint().ShouldBe(before);
    }

    private CommandOutcome Record(params string[] options) => scene.Run(["models", "auth", "usage", "zai:a", .. options]);

    private CommandOutcome Clear(params string[] options) => scene.Run(["models", "auth", "cooldown", "clear", .. options]);

    private JsonObject Stored(string profileId) => JsonNode.Parse(File.ReadAllText(scene.StorePath))!["usageStats"]![profileId]!.AsObject();
}

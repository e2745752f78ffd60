using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class MigrateTests : IDisposable
{
    private readonly CommandScene scene = new();

    public void Dispose() => scene.Dispose();

    [Fact]
    public void What_would_be_lost_is_told_with_advice_and_exit_code_1()
    {
        scene.WithFile(".clawdbot/moltbot.json", "{}").WithFile(".clawdbot/agents/main/agent/auth-profiles.json", new StoreBuilder().ApiKey("anthropic:a").ToText());

        CommandOutcome outcome = scene.Run("migrate", "check");

        outcome.ExitCode.ShouldBe(1);
        outcome.Output.ShouldContain(SystemForm.OfText("CONFIG_IGNORED ~/.clawdbot/moltbot.json\n  The gateway of today does not look at moltbot.json"));
        outcome.Output.ShouldContain("  Rename it to clawdbot.json");
        outcome.Output.ShouldEndWith("1 lost, 1 left behind, 0 different if `openclaw doctor --fix` takes this installation over. Nothing was changed.\n");
    }

    [Fact]
    public void Where_nothing_would_be_lost_the_exit_code_is_0()
    {
        scene.WithFile(".clawdbot/clawdbot.json", "{}").WithFile(".clawdbot/agents/main/agent/auth-profiles.json", new StoreBuilder().ApiKey("anthropic:a").ToText());

        CommandOutcome outcome = scene.Run("migrate", "check", "--json").ShouldSucceed();

        outcome.Json["moved"]!.GetValue<bool>().ShouldBeFalse();
        outcome.Json["findings"]!.AsArray().Select(finding => finding!["severity"]!.GetValue<string>()).ShouldAllBe(severity => severity == "warning");
    }

    [Fact]
    public void Of_one_that_has_moved_it_is_told_what_was_left_behind()
    {
        MigratedHome.LayOut(scene.Home);

        scene.Run("migrate", "check").ShouldSucceed().Output.ShouldContain("This installation has moved already. 3 left behind, of which 0 keep the gateway from working.");
    }

    [Fact]
    public void Where_there_is_none_that_is_said() => scene.Run("migrate", "check").ShouldFail("There is no Moltbot installation");
}

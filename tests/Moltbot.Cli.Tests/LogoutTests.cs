using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class LogoutTests : IDisposable
{
    private readonly CommandScene scene = new CommandScene()
        .WithConfig("""{ auth: { profiles: { "zai:a": { provider: "zai", mode: "api_key" } } } } // mine""")
        .WithStore(new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b"));

    public void Dispose() => scene.Dispose();

    [Fact]
    public void A_profile_is_removed_and_the_pins_that_lead_nowhere_are_named()
    {
        scene.WithFile(".moltbot/agents/main/sessions/sessions.json", """{ "agent:main:x": { "authProfileOverride": "zai:a" } }""");

        CommandOutcome outcome = Logout("zai:a").ShouldComplain("Session agent:main:x of agent main is pinned to zai:a");

        outcome.Output.ShouldBe(SystemForm.OfText("Updated ~/.moltbot/agents/main/agent/auth-profiles.json\nUpdated ~/.moltbot/moltbot.json\nRemoved auth profile: zai:a\n"));
        File.ReadAllText(scene.StorePath).ShouldNotContain("zai:a");
        File.ReadAllText(scene.ConfigPath).ShouldNotContain("zai:a");
    }

    [Fact]
    public void A_profile_that_does_not_exist_is_an_error_and_changes_nothing()
    {
        string before = scene.Home.Fingerprint();

        Logout("zai:c").ShouldFail("\"zai:c\" not found", "zai:a, zai:b");

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Theory]
    [InlineData("n", 1)]
    [InlineData("\r", 1)]
    [InlineData("y", 0)]
    public void A_person_is_asked_first(string answer, int exitCode)
    {
        scene.RunOnTerminal(["models", "auth", "logout", "zai:a"], new TerminalInput("Remove zai:a", answer)).ExitCode.ShouldBe(exitCode);

        File.ReadAllText(scene.StorePath).Contains("zai:a", StringComparison.Ordinal).ShouldBe(exitCode == 1);
    }

    [Fact]
    public void Nobody_is_asked_about_a_profile_that_does_not_exist()
    {
        CommandOutcome outcome = scene.RunOnTerminal(["models", "auth", "logout", "zai:c"]);

        outcome.ExitCode.ShouldBe(1);
        outcome.Output.ShouldContain("\"zai:c\" not found");
        outcome.Output.ShouldNotContain("Remove zai:c");
    }

    [Fact]
    public void A_person_who_says_yes_beforehand_is_not_asked() =>
        scene.RunOnTerminal(["models", "auth", "logout", "zai:a", "--yes"]).ExitCode.ShouldBe(0);

    private CommandOutcome Logout(string id) => scene.Run("models", "auth", "logout", id);
}

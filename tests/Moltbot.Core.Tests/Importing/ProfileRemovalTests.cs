using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Sessions;
using Moltbot.Core.Sessions.January;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Importing;

public sealed class ProfileRemovalTests : IDisposable
{
    private const string Config = "{ auth: { profiles: { 'zai:a': { provider: 'zai', mode: 'api_key' } }, order: { zai: ['zai:a', 'zai:b'] } } } // mine";

    private readonly TemporaryInstallation installation = new TemporaryInstallation()
        .Configuration(Config)
        .Store(new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b").Order("zai", "zai:a", "zai:b").LastGood("zai", "zai:a"));

    public void Dispose() => installation.Dispose();

    [Fact]
    public void A_profile_goes_from_the_store_and_the_configuration()
    {
        Remove("zai:a").ConfigPath.ShouldBe(installation.ConfigPath);

        installation.Stored().Profiles.Select(profile => profile.Id).ShouldBe(["zai:b"]);
        installation.Stored().LastGood("zai").ShouldBeNull();
        File.ReadAllText(installation.ConfigPath).ShouldNotContain("zai:a");
        File.ReadAllText(installation.ConfigPath).ShouldEndWith("// mine");
    }

    [Fact]
    public void The_configuration_is_left_alone_when_it_does_not_name_the_profile()
    {
        installation.Configuration("{}");

        Remove("zai:a").ConfigPath.ShouldBeNull();

        File.ReadAllText(installation.ConfigPath).ShouldBe("{}");
    }

    [Fact]
    public void An_entry_whose_profile_is_gone_can_still_be_removed()
    {
        installation.Store(new StoreBuilder());

        Remove("zai:a").ConfigPath.ShouldNotBeNull();
    }

    [Fact]
    public void An_entry_without_any_store_is_removed_without_making_one()
    {
        File.Delete(installation.StorePath());

        RemovedProfile removed = Remove("zai:a");

        (removed.Path, removed.ConfigPath).ShouldBe((null, installation.ConfigPath));
        File.Exists(installation.StorePath()).ShouldBeFalse();
        File.ReadAllText(installation.ConfigPath).ShouldNotContain("zai:a");
    }

    [Fact]
    public void A_disk_that_has_no_room_for_the_new_store_keeps_the_configuration_too()
    {
        string state = Directory.CreateDirectory(installation.Home["full"]).FullName;
        using SmallDisk disk = SmallDisk.MountAt(state);
        installation.Variable("CLAWDBOT_STATE_DIR", state)
            .File("full/moltbot.json", Config)
            .File("full/agents/main/agent/auth-profiles.json", new StoreBuilder().ApiKey("zai:a").Token("zai:b", new string('x', 16 * 1024)).ToText());
        disk.Fill(leave: 12 * 1024);
        string before = installation.Home.Fingerprint();

        Should.Throw<MoltbotException>(() => Remove("zai:a")).Code.ShouldBe(ErrorCode.WriteFailed);

        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void An_entry_that_another_agent_needs_stays()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a"), "helper");

        installation.Agent("helper").Profiles.Remove("zai:a", TestContext.Current.CancellationToken).ConfigPath.ShouldBeNull();

        File.ReadAllText(installation.ConfigPath).ShouldBe(Config);
        installation.Stored().Find("zai:a").ShouldNotBeNull();
    }

    [Fact]
    public void What_does_not_exist_or_is_inherited_is_refused()
    {
        string before = installation.Home.Fingerprint();

        Should.Throw<MoltbotException>(() => Remove("zai:c")).Code.ShouldBe(ErrorCode.ProfileNotFound);
        Should.Throw<MoltbotException>(() => installation.Agent("helper").Profiles.Remove("zai:b")).Message.ShouldContain("--agent main");

        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void Sessions_that_are_pinned_to_it_are_named()
    {
        installation.File(".clawdbot/agents/main/sessions/sessions.json", """{ "agent:main:x": { "authProfileOverride": "zai:a" }, "agent:main:y": { "authProfileOverride": "zai:b" }, "z": 3 }""")
            .File(".clawdbot/agents/broken/sessions/sessions.json", "{");

        Remove("zai:a").Pins.ShouldBe([new SessionPin(installation.Home[".clawdbot"], "main", "agent:main:x")]);
    }

    [Fact]
    public void Sessions_of_agents_that_inherited_it_are_named_and_those_with_their_own_are_not()
    {
        const string Pinned = """{ "s": { "authProfileOverride": "zai:a" } }""";
        installation.Store(new StoreBuilder().ApiKey("zai:a"), "own").Store(new StoreBuilder(), "heir")
            .File(".clawdbot/agents/own/sessions/sessions.json", Pinned)
            .File(".clawdbot/agents/heir/sessions/sessions.json", Pinned);

        Remove("zai:a").Pins.ShouldBe([new SessionPin(installation.Home[".clawdbot"], "heir", "s")]);
    }

    [Fact]
    public void Sessions_of_an_agent_that_still_inherits_it_are_not_named()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a"), "helper")
            .File(".clawdbot/agents/helper/sessions/sessions.json", """{ "s": { "authProfileOverride": "zai:a" } }""");

        installation.Agent("helper").Profiles.Remove("zai:a", TestContext.Current.CancellationToken).Pins.ShouldBeEmpty();
    }

    [Fact]
    public void A_session_store_that_cannot_be_read_is_told()
    {
        installation.File(".clawdbot/agents/broken/sessions/sessions.json", "{");

        RemovedProfile removed = Remove("zai:a");

        removed.NotRead.ShouldHaveSingleItem().Path.ShouldBe(installation.Home[".clawdbot/agents/broken/sessions/sessions.json"]);
        removed.Warnings.ShouldContain(warning => warning.Contains("not known") && warning.Contains("broken"));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_store_that_cannot_be_changed_after_all_gets_the_configuration_its_text_back(Exception failure)
    {
        string store = File.ReadAllText(installation.StorePath());

        Should.Throw(() => Remove(beforeCommit: () => throw failure), failure.GetType()).ShouldBe(failure);

        File.ReadAllText(installation.ConfigPath).ShouldBe(Config);
        File.ReadAllText(installation.StorePath()).ShouldBe(store);
    }

    [Fact]
    public void A_process_that_dies_between_the_two_changes_leaves_a_profile_that_works_and_a_second_run_finishes()
    {
        Should.Throw<NotSupportedException>(() => Remove(beforeCommit: () => throw new NotSupportedException()));

        File.ReadAllText(installation.ConfigPath).ShouldNotContain("zai:a");
        installation.Agent().GetCandidates(ProviderId.Parse("zai")).ShouldBe(["zai:a", "zai:b"]);
        Remove("zai:a").Path.ShouldNotBeNull();
        installation.Stored().Find("zai:a").ShouldBeNull();
    }

    [Fact]
    public void A_configuration_that_someone_else_has_changed_meanwhile_is_theirs()
    {
        const string Theirs = "{ auth: { order: { zai: ['zai:b'] } } }";

        MoltbotException error = Should.Throw<MoltbotException>(() => Remove(beforeCommit: () =>
        {
            installation.Configuration(Theirs);
            throw new MoltbotException(ErrorCode.WriteFailed, "The disk is full.");
        }));

        error.Code.ShouldBe(ErrorCode.WriteFailed);
        error.Message.ShouldContain("again to finish");
        File.ReadAllText(installation.ConfigPath).ShouldBe(Theirs);
    }

    [Fact]
    public void The_store_is_not_locked_while_the_configuration_is_changed_nor_the_other_way_round()
    {
        string[] locked = [];
        AgentContext agent = installation.Agent().Context;
        ConfigurationFile file = agent.ConfigurationFile;
        ConfigurationEditor editor = new(agent.Paths, agent.Environment, installation.Time) { Replacing = _ => locked = [.. locked, .. Locks()] };
        Run(agent, new ConfigurationFile(file.Path, () => file.Loaded, editor), () => locked = [.. locked, .. Locks()]);

        locked.ShouldBe([Path.GetFileName(installation.ConfigPath) + ".lock"]);
        installation.Stored().Find("zai:a").ShouldBeNull();
    }

    public static TheoryData<Exception> Failures() => [new MoltbotException(ErrorCode.StoreLocked, "It is locked."), new OperationCanceledException()];

    private IEnumerable<string> Locks() =>
        Directory.EnumerateDirectories(installation.Home.Path, "*.lock", SearchOption.AllDirectories).Select(path => Path.GetFileName(path));

    private void Remove(Action beforeCommit)
    {
        AgentContext agent = installation.Agent().Context;
        Run(agent, agent.ConfigurationFile, beforeCommit);
    }

    private static void Run(AgentContext agent, ConfigurationFile configuration, Action beforeCommit) =>
        new ProfileRemoval(
            new AgentContext(agent.Id, agent.Directory, new FaultyStore(agent.Store, beforeCommit), agent.Paths, configuration, agent.Environment, agent.Clock),
            others: [],
            SessionStore.Of).Run("zai:a", TestContext.Current.CancellationToken);

    private RemovedProfile Remove(string id) => installation.Agent().Profiles.Remove(id, TestContext.Current.CancellationToken);
}

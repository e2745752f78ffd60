using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Tests.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests;

/// <summary>The front door: which installation, which agents.</summary>
public sealed class MoltbotInstallationTests : IDisposable
{
    private readonly TemporaryInstallation temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void A_file_with_another_name_is_a_warning()
    {
        using TemporaryInstallation installation = new();
        installation.Configuration("{}").Store(new StoreBuilder());
        using (HeldDirectory directory = HeldDirectory.Make(Path.GetDirectoryName(installation.StorePath())!))
            SkipReason.OperatingSystem.Require(directory.TryLink("auth-profiles.json", "second-name"), "There are no hard links here.");

        installation.Open().Warnings.ShouldHaveSingleItem().ShouldStartWith($"{installation.StorePath()} has other names as well (hard links). ");
    }

    [Fact]
    public void Where_nothing_is_there_is_no_installation_but_an_agent()
    {
        MoltbotInstallation installation = temporary.Open();

        (installation.Exists, installation.ConfigExists).ShouldBe((false, false));
        installation.AgentIds.ShouldBe([AgentId.Main]);
        installation.Errors.ShouldBeEmpty();
        installation.Warnings.ShouldBeEmpty();
        installation.FindAgent(null).Id.ShouldBe(AgentId.Main);
        installation.RequireUsableConfiguration();
    }

    [Fact]
    public void A_state_directory_alone_is_an_installation()
    {
        Directory.CreateDirectory(temporary.Home[".clawdbot"]);

        (temporary.Open().Exists, temporary.Open().ConfigExists).ShouldBe((true, false));
    }

    [Fact]
    public void The_agents_are_those_of_the_configuration_main_and_those_with_a_directory()
    {
        temporary.Configuration(new ConfigurationBuilder().Agent("Ops").Agent("zeta")).Store(new StoreBuilder(), "beta").Store(new StoreBuilder(), "alpha");

        temporary.Open().AgentIds.Select(id => id.Value).ShouldBe(["ops", "zeta", "main", "alpha", "beta"]);
    }

    [Fact]
    public void Files_beside_the_agents_directories_are_no_agents()
    {
        temporary.File(".clawdbot/agents/notes.txt", "x");

        temporary.Open().AgentIds.ShouldBe([AgentId.Main]);
    }

    [Fact]
    public void Where_agents_may_not_be_listed_the_configured_ones_are_known()
    {
        temporary.Configuration(new ConfigurationBuilder().Agent("ops")).Store(new StoreBuilder(), "hidden");
        Unix.SetMode(temporary.Home.Path, "755");
        Unix.SetMode(temporary.Home[".clawdbot"], "755");
        Unix.SetMode(temporary.ConfigPath, "644");
        Unix.SetMode(temporary.Home[".clawdbot/agents"], "000");

        Unprivileged.Run(() => temporary.Open().AgentIds).Select(id => id.Value).ShouldBe(["ops", "main"]);
    }

    [Theory]
    [InlineData("~/.clawdbot")]
    [InlineData("~/.clawdbot/")]
    [InlineData("./.clawdbot")]
    public void The_state_directory_to_which_the_environment_leads_anyway_names_the_same_installation(string stateDirectory)
    {
        temporary.File("elsewhere/my.json", "{ agents: { list: [{ id: 'ops' }] } }").File(".clawdbot/moltbot.json", "{}")
            .Variable("MOLTBOT_CONFIG_PATH", "~/elsewhere/my.json").Variable("CLAWDBOT_AGENT_DIR", "~/elsewhere/agent").Variable("CLAWDBOT_OAUTH_DIR", "~/elsewhere");

        MoltbotInstallation installation = temporary.Open(stateDirectory);

        installation.Paths.ShouldBe(temporary.Open().Paths);
        installation.Paths.ConfigPath.ShouldBe(temporary.Home["elsewhere/my.json"]);
        installation.AgentIds.Select(id => id.Value).ShouldBe(["ops", "main"]);
    }

    [Fact]
    public void A_state_directory_that_a_file_of_variables_leads_to_names_the_same_installation_too()
    {
        temporary.File(".env", $"MOLTBOT_STATE_DIR={temporary.Home["other"]}\nMOLTBOT_CONFIG_PATH={temporary.Home["my.json"]}\n");

        temporary.Open("~/other").Paths.ShouldBe(temporary.Open().Paths);
        temporary.Open("~/other").Paths.ConfigPath.ShouldBe(temporary.Home["my.json"]);
    }

    [Fact]
    public void Another_state_directory_beats_the_environment()
    {
        temporary.Variable("MOLTBOT_CONFIG_PATH", "~/my.json").Variable("CLAWDBOT_AGENT_DIR", "~/agent");

        temporary.Open("~/.clawdbot/inner").Paths.ConfigPath.ShouldBe(temporary.Home[".clawdbot/inner/moltbot.json"]);
    }

    [Theory]
    [InlineData("ops")]
    [InlineData(" OPS ")]
    public void A_configured_agent_is_found_under_any_spelling(string name)
    {
        temporary.Configuration(new ConfigurationBuilder().Agent("Ops"));

        temporary.Open().FindAgent(name).Id.Value.ShouldBe("ops");
    }

    [Fact]
    public void An_agent_with_a_directory_is_found()
    {
        temporary.Store(new StoreBuilder(), "helper");

        temporary.Open().FindAgent("helper").StorePath.ShouldBe(temporary.StorePath("helper"));
    }

    [Fact]
    public void An_unknown_agent_is_an_error_that_names_those_there_are()
    {
        temporary.Configuration(new ConfigurationBuilder().Agent("ops")).Store(new StoreBuilder(), "helper");

        MoltbotException error = Should.Throw<MoltbotException>(() => temporary.Open().FindAgent("Opps"));

        (error.Code, error.Subject).ShouldBe((ErrorCode.AgentNotFound, "opps"));
        error.Message.ShouldContain("Agent \"opps\" is not configured and has no directory in " + temporary.Home[".clawdbot"]);
        error.Message.ShouldContain("There is: ops, main, helper.");
    }

    [Theory]
    [InlineData("*")]
    [InlineData("?")]
    [InlineData("..")]
    [InlineData("!!!")]
    [InlineData("../ops")]
    [InlineData("Ops Team")]
    [InlineData("ops!")]
    [InlineData("-")]
    public void What_only_normalises_to_an_id_is_no_agent(string typed)
    {
        temporary.Configuration(new ConfigurationBuilder().Agent("ops").Agent("Ops Team"));

        foreach (Func<string, Agent> find in (Func<string, Agent>[])[temporary.Open().FindAgent, temporary.Open().GetAgent])
        {
            MoltbotException error = Should.Throw<MoltbotException>(() => find(typed));
            (error.Code, error.Subject).ShouldBe((ErrorCode.AgentNotFound, typed));
            error.Message.ShouldContain("There is: ");
            error.Message.ShouldContain("ops-team");
        }
    }

    [Fact]
    public void An_unknown_agent_is_told_the_nearest_name_first()
    {
        temporary.Configuration(new ConfigurationBuilder().Agent("billing").Agent("operations"));

        Should.Throw<MoltbotException>(() => temporary.Open().FindAgent("OPERATION")).Message.ShouldEndWith("There is: operations, billing, main.");
    }

    [Fact]
    public void An_unknown_agent_can_be_had_and_inherits_everything()
    {
        temporary.Store(new StoreBuilder().ApiKey("a:1"));

        Agent agent = temporary.Open().GetAgent("nobody");

        agent.Directory.ShouldBe(temporary.Home[".clawdbot/agents/nobody/agent"]);
        agent.GetProfiles().Profiles.ShouldHaveSingleItem().ProfileId.ShouldBe("a:1");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Without_a_name_it_is_the_default_agent(string? name)
    {
        temporary.Configuration(new ConfigurationBuilder().Agent("first").Agent("second", isDefault: true).Agent("third", isDefault: true));

        temporary.Open().FindAgent(name).Id.Value.ShouldBe("second");
        temporary.Open().GetAgent(name).Id.Value.ShouldBe("second");
    }

    [Fact]
    public void Without_a_default_it_is_the_first_agent()
    {
        temporary.Configuration(new ConfigurationBuilder().Agent("first").Agent("second"));

        temporary.Open().GetAgent(null).Id.Value.ShouldBe("first");
    }

    [Fact]
    public void An_agents_directory_can_be_configured()
    {
        temporary.Configuration(new ConfigurationBuilder().Agent("ops", directory: " ~/elsewhere/ops "));

        Agent agent = temporary.Open().GetAgent("ops");

        agent.Directory.ShouldBe(temporary.Home["elsewhere/ops"]);
        agent.StorePath.ShouldBe(temporary.Home["elsewhere/ops/auth-profiles.json"]);
    }

    [Fact]
    public void The_environment_moves_what_is_inherited_but_not_the_agents()
    {
        temporary.Variable("CLAWDBOT_AGENT_DIR", "~/moved").File("moved/auth-profiles.json", new StoreBuilder().ApiKey("a:moved").ToText());

        MoltbotInstallation installation = temporary.Open();

        installation.MainAgent.Directory.ShouldBe(temporary.Home["moved"]);
        installation.MainAgent.GetProfiles().Profiles.ShouldHaveSingleItem().ProfileId.ShouldBe("a:moved");
        installation.GetAgent("main").Directory.ShouldBe(temporary.Home[".clawdbot/agents/main/agent"]);
        installation.GetAgent("main").GetProfiles().Profiles.ShouldHaveSingleItem().ProfileId.ShouldBe("a:moved");
        installation.GetAgent("ops").GetProfiles().Profiles.ShouldHaveSingleItem().ProfileId.ShouldBe("a:moved");
    }

    [Fact]
    public void A_given_state_directory_beats_the_environment()
    {
        temporary.Store(new StoreBuilder().ApiKey("a:home")).Variable("MOLTBOT_STATE_DIR", "~/other")
            .File("given/agents/main/agent/auth-profiles.json", new StoreBuilder().ApiKey("a:given").ToText())
            .File("given/moltbot.json", new ConfigurationBuilder().Agent("given").ToText());

        MoltbotInstallation installation = temporary.Open("~/given");

        installation.Paths.StateDirectory.ShouldBe(temporary.Home["given"]);
        installation.GetAgent(null).Id.Value.ShouldBe("given");
        installation.GetAgent(null).GetProfiles().Profiles.ShouldHaveSingleItem().ProfileId.ShouldBe("a:given");
    }

    [Fact]
    public void A_blank_state_directory_is_an_error() =>
        Should.Throw<MoltbotException>(() => temporary.Open(" ")).Code.ShouldBe(ErrorCode.InvalidArgument);

    [Fact]
    public void An_env_file_can_move_the_installation()
    {
        temporary.File(".env", "MOLTBOT_STATE_DIR=~/moved\n").File("moved/.env", "OPENAI_API_KEY=from-moved");

        MoltbotInstallation installation = temporary.Open();

        installation.Paths.StateDirectory.ShouldBe(temporary.Home["moved"]);
        installation.Environment.Get("OPENAI_API_KEY").ShouldBe("from-moved");
    }

    [Fact]
    public void A_configuration_that_cannot_be_used_is_an_error_where_one_is_needed()
    {
        temporary.Configuration("{ agents: { list: [{ id: 5 }] } }");

        MoltbotInstallation installation = temporary.Open();

        installation.Errors.ShouldHaveSingleItem().Code.ShouldBe(ErrorCode.ConfigInvalid);
        Should.Throw<MoltbotException>(installation.RequireUsableConfiguration).ShouldBeSameAs(installation.Errors[0]);
        installation.GetAgent(null).Id.ShouldBe(AgentId.Main);
    }

    [Fact]
    public void Nothing_is_read_before_it_is_asked_for()
    {
        MoltbotInstallation installation = temporary.Open();
        temporary.Configuration(new ConfigurationBuilder().Agent("later"));

        installation.GetAgent(null).Id.Value.ShouldBe("later");
    }
}

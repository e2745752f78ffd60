using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Installation;

/// <summary>Where the files of an installation are (docs/gateway/config.md §1, §15).</summary>
public sealed class InstallationPathsTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData("", ".clawdbot")]
    [InlineData(".moltbot/", ".moltbot")]
    [InlineData(".clawdbot/", ".clawdbot")]
    [InlineData(".clawdbot/ .moltbot/", ".clawdbot")]
    [InlineData(".moltbot", ".moltbot")]
    [InlineData(".moltbot/ .clawdbot", ".clawdbot")]
    public void The_state_directory_is_the_new_one_only_where_the_old_one_is_missing(string existing, string expected)
    {
        Create(existing);

        Locate().StateDirectory.ShouldBe(home[expected]);
    }

    [Fact]
    public void A_link_to_the_new_state_directory_counts_as_that_directory()
    {
        Create("elsewhere/");
        SymbolicLink.Make(home[".moltbot"], home["elsewhere"]);

        Locate().StateDirectory.ShouldBe(home[".moltbot"]);
    }

    [Fact]
    public void A_dangling_link_to_the_old_state_directory_does_not_hide_the_new_one()
    {
        Create(".moltbot/");
        SymbolicLink.Make(home[".clawdbot"], home["missing"]);

        Locate().StateDirectory.ShouldBe(home[".moltbot"]);
    }

    [Theory]
    [InlineData("", ".clawdbot/moltbot.json")]
    [InlineData(".moltbot/", ".moltbot/moltbot.json")]
    [InlineData(".moltbot/moltbot.json .clawdbot/moltbot.json", ".moltbot/moltbot.json")]
    [InlineData(".moltbot/clawdbot.json .clawdbot/moltbot.json", ".moltbot/clawdbot.json")]
    [InlineData(".clawdbot/clawdbot.json", ".clawdbot/clawdbot.json")]
    [InlineData(".clawdbot/moltbot.json .clawdbot/clawdbot.json", ".clawdbot/moltbot.json")]
    [InlineData(".clawdbot/ .moltbot/moltbot.json", ".moltbot/moltbot.json")]
    public void The_configuration_is_the_first_that_exists(string existing, string expected)
    {
        Create(existing);

        Locate().ConfigPath.ShouldBe(home[expected]);
    }

    [Fact]
    public void A_dangling_link_is_no_configuration()
    {
        Create(".moltbot/ .clawdbot/clawdbot.json");
        SymbolicLink.Make(home[".moltbot/moltbot.json"], home["missing"]);
        SymbolicLink.Make(home[".clawdbot/moltbot.json"], "moltbot.json");

        Locate().ConfigPath.ShouldBe(home[".clawdbot/clawdbot.json"]);
    }

    [Fact]
    public void When_both_directories_hold_a_configuration_it_is_the_new_one_and_the_state_is_the_old_one()
    {
        Create(".moltbot/moltbot.json .clawdbot/moltbot.json");

        Locate().ConfigPath.ShouldBe(home[".moltbot/moltbot.json"]);
        Locate().StateDirectory.ShouldBe(home[".clawdbot"]);
    }

    [Theory]
    [InlineData("MOLTBOT_STATE_DIR=/n CLAWDBOT_STATE_DIR=/o", "/n", "/n/moltbot.json")]
    [InlineData("CLAWDBOT_STATE_DIR=/s", "/s", "/s/moltbot.json")]
    [InlineData("MOLTBOT_STATE_DIR=\u00A0 CLAWDBOT_STATE_DIR=/o", "/o", "/o/moltbot.json")]
    [InlineData("MOLTBOT_STATE_DIR=~/x", "$HOME/x", "$HOME/x/moltbot.json")]
    [InlineData("MOLTBOT_STATE_DIR=~", "$HOME", "$HOME/moltbot.json")]
    [InlineData("MOLTBOT_STATE_DIR=~bob/x", "$HOME/~bob/x", "$HOME/~bob/x/moltbot.json")]
    [InlineData("MOLTBOT_STATE_DIR=a/../b", "$HOME/b", "$HOME/b/moltbot.json")]
    [InlineData("MOLTBOT_CONFIG_PATH=/a.json CLAWDBOT_CONFIG_PATH=/b.json", "$HOME/.clawdbot", "/a.json")]
    [InlineData("CLAWDBOT_CONFIG_PATH=~/.clawdbot/alt.json", "$HOME/.clawdbot", "$HOME/.clawdbot/alt.json")]
    [InlineData("MOLTBOT_CONFIG_PATH=\u00A0", "$HOME/.clawdbot", "$HOME/.clawdbot/moltbot.json")]
    public void The_environment_moves_state_and_configuration(string variables, string state, string config)
    {
        InstallationPaths paths = Locate(variables);

        paths.StateDirectory.ShouldBe(PathOf(state));
        paths.ConfigPath.ShouldBe(PathOf(config));
    }

    [Fact]
    public void A_configuration_that_the_environment_names_counts_even_when_it_is_missing_and_others_exist()
    {
        Create(".clawdbot/moltbot.json state/moltbot.json");

        Locate("MOLTBOT_CONFIG_PATH=~/missing.json MOLTBOT_STATE_DIR=~/state").ConfigPath.ShouldBe(home["missing.json"]);
    }

    [Fact]
    public void A_configuration_in_the_home_directory_is_found_where_the_moved_state_has_none()
    {
        Create(".clawdbot/moltbot.json state/");

        InstallationPaths paths = Locate("MOLTBOT_STATE_DIR=~/state");

        paths.StateDirectory.ShouldBe(home["state"]);
        paths.ConfigPath.ShouldBe(home[".clawdbot/moltbot.json"]);
    }

    [Fact]
    public void The_directory_of_the_older_variable_is_searched_for_a_configuration_too()
    {
        Create("new/ old/clawdbot.json");

        Locate("MOLTBOT_STATE_DIR=~/new CLAWDBOT_STATE_DIR=~/old").ConfigPath.ShouldBe(home["old/clawdbot.json"]);
    }

    [Theory]
    [InlineData("", "$HOME/.clawdbot/credentials")]
    [InlineData("CLAWDBOT_STATE_DIR=/s", "/s/credentials")]
    [InlineData("CLAWDBOT_OAUTH_DIR=/oo CLAWDBOT_STATE_DIR=/s", "/oo")]
    [InlineData("CLAWDBOT_OAUTH_DIR=~/oo", "$HOME/oo")]
    public void The_directory_of_older_sign_ins_follows_the_state_unless_it_is_named(string variables, string expected) =>
        Locate(variables).OAuthDirectory.ShouldBe(PathOf(expected));

    [Theory]
    [InlineData("", "$HOME/.clawdbot/agents/main/agent")]
    [InlineData("CLAWDBOT_STATE_DIR=/s", "/s/agents/main/agent")]
    [InlineData("PI_CODING_AGENT_DIR=/pi", "/pi")]
    [InlineData("CLAWDBOT_AGENT_DIR=~/a PI_CODING_AGENT_DIR=/pi", "$HOME/a")]
    public void The_main_agents_directory_can_be_named(string variables, string expected) =>
        Locate(variables).MainAgentDirectory.ShouldBe(PathOf(expected));

    [Fact]
    public void Another_agents_directory_is_below_the_state_whatever_the_environment_says_about_agents() =>
        Locate("CLAWDBOT_AGENT_DIR=/a").AgentDirectory(AgentId.Parse("Ops Team")).ShouldBe(home[".clawdbot/agents/ops-team/agent"]);

    [Fact]
    public void The_env_file_is_in_the_state_directory() =>
        Locate("CLAWDBOT_STATE_DIR=/s").DotEnvPath.ShouldBe(PathOf("/s/.env"));

    [Fact]
    public void A_given_state_directory_beats_everything_that_the_environment_says()
    {
        Create(".clawdbot/moltbot.json other/clawdbot.json");
        ProcessEnvironment environment = Environment(
            "MOLTBOT_STATE_DIR=/n CLAWDBOT_STATE_DIR=/o MOLTBOT_CONFIG_PATH=/c.json CLAWDBOT_OAUTH_DIR=/oo CLAWDBOT_AGENT_DIR=/a PI_CODING_AGENT_DIR=/pi");

        InstallationPaths paths = InstallationPaths.At("~/other", environment);

        paths.StateDirectory.ShouldBe(home["other"]);
        paths.ConfigPath.ShouldBe(home["other/clawdbot.json"]);
        paths.OAuthDirectory.ShouldBe(home["other/credentials"]);
        paths.MainAgentDirectory.ShouldBe(home["other/agents/main/agent"]);
        paths.DotEnvPath.ShouldBe(home["other/.env"]);
    }

    [Fact]
    public void A_given_state_directory_without_a_configuration_gets_a_new_one()
    {
        Create(".clawdbot/moltbot.json");

        InstallationPaths.At("other", home.Environment).ConfigPath.ShouldBe(home["other/moltbot.json"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t")]
    public void A_blank_state_directory_is_an_error(string directory)
    {
        MoltbotException error = Should.Throw<MoltbotException>(() => InstallationPaths.At(directory, home.Environment));

        error.Code.ShouldBe(ErrorCode.InvalidArgument);
        error.Message.ShouldContain("state directory");
    }

    [Fact]
    public void Looking_for_the_files_creates_none()
    {
        Locate();

        home.Fingerprint().ShouldBeEmpty();
    }

    /// <summary>Creates files, and directories where a slash stands at the end.</summary>
    private void Create(string existing)
    {
        foreach (string path in existing.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (path.EndsWith('/'))
                Directory.CreateDirectory(home[path]);
            else
                home.Write(path, "{}");
        }
    }

    private InstallationPaths Locate(string variables = "") => InstallationPaths.Locate(Environment(variables));

    private ProcessEnvironment Environment(string variables) => variables
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(variable => variable.Split('='))
        .Aggregate(home.Environment, (environment, pair) => environment.With(pair[0], pair[1]));

    private string PathOf(string text) => Path.GetFullPath(home.Expand(text), home.Path);
}

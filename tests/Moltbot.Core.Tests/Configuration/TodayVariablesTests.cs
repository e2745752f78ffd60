using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Tests.Configuration;

/// <summary>Where a gateway of today takes variables from, in which order, and what it takes from nobody (docs/gateway/later.md §1.4).</summary>
public sealed class TodayVariablesTests : IDisposable
{
    private const string OfState = ".openclaw/.env";
    private const string OfGateway = ".config/openclaw/gateway.env";
    private readonly ConfigurationHome home = new();

    public TodayVariablesTests()
    {
        home.With(".openclaw/openclaw.json", """{"env":{"vars":{"K":"vars"}}}""");
        home.With("work/.env", "").Environment = home.Environment with { WorkingDirectory = home["work"] };
    }

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData("process", "process", "work", "state", "gateway")]
    [InlineData("work", null, "work", "state", "gateway")]
    [InlineData("state", null, null, "state", "gateway")]
    [InlineData("gateway", null, null, null, "gateway")]
    [InlineData("vars", null, null, null, null)]
    [InlineData("vars", "", "work", "state", "gateway")]
    [InlineData("vars", null, "", "state", "gateway")]
    [InlineData("vars", null, null, "", "gateway")]
    public void The_first_that_sets_a_variable_wins_and_setting_it_to_nothing_hides_the_files_behind(string expected, string? process, string? work, string? state, string? gateway)
    {
        foreach ((string file, string? value) in new[] { ("work/.env", work), (OfState, state), (OfGateway, gateway) })
        {
            if (value is not null)
                home.With(file, $"K={value}\n");
        }

        if (process is not null)
            home.WithVariable("K", process);

        LoadEverything().Get("K").ShouldBe(expected);
    }

    [Theory]
    [InlineData("ANTHROPIC_API_KEY")]
    [InlineData("openrouter_api_key")]
    [InlineData("CLAWROUTER_API_KEY")]
    [InlineData("ACME_BASE_URL")]
    [InlineData("ACME_ENDPOINT")]
    [InlineData("ACME_API_HOST")]
    [InlineData("OPENCLAW_STATE_DIR")]
    [InlineData("CLAWDBOT_STATE_DIR")]
    [InlineData("MOLTBOT_CONFIG_PATH")]
    [InlineData("HTTPS_PROXY")]
    [InlineData("NODE_OPTIONS")]
    [InlineData("LD_PRELOAD")]
    [InlineData("ACME_DISABLE_TLS_CHECK")]
    [InlineData("ACME.X")]
    public void The_working_directory_supplies_no_credential_no_place_and_nothing_that_runs_programs(string name)
    {
        home.With("work/.env", $"{name}=/elsewhere\nACME_LEVEL=2\n");

        LoadedEnvironment loaded = DotEnv.Load(home.Environment);

        loaded.Environment.Get(name).ShouldBeNull();
        loaded.Environment.Get("ACME_LEVEL").ShouldBe("2");
        loaded.Paths.StateDirectory.ShouldBe(home[".openclaw"]);
        loaded.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void An_older_gateway_takes_all_of_it()
    {
        using ConfigurationHome january = new ConfigurationHome().With(".clawdbot/moltbot.json", "{}").With(".env", "ANTHROPIC_API_KEY=k\n");

        DotEnv.Load(january.Environment).Environment.Get("ANTHROPIC_API_KEY").ShouldBe("k");
    }

    [Fact]
    public void A_file_of_the_working_directory_that_leads_to_such_an_installation_supplies_no_credential_for_it()
    {
        using ConfigurationHome other = new ConfigurationHome()
            .With(".env", "CLAWDBOT_STATE_DIR=~/elsewhere\nANTHROPIC_API_KEY=k\nACME_LEVEL=2\n")
            .With("elsewhere/openclaw.json", "{}");

        LoadedEnvironment loaded = DotEnv.Load(other.Environment);

        (loaded.Environment.Get("ANTHROPIC_API_KEY"), loaded.Environment.Get("ACME_LEVEL")).ShouldBe((null, "2"));
    }

    [Theory]
    [InlineData(OperatingSystemKind.Windows, 1)]
    [InlineData(OperatingSystemKind.Linux, 0)]
    public void Where_case_does_not_count_they_disagree_about_names_in_other_letters_too(OperatingSystemKind platform, int warnings)
    {
        home.With(OfState, "A_KEY=one\n").With(OfGateway, "a_key=two\n");

        DotEnv.Load(home.Environment with { Platform = platform }).Warnings.Count.ShouldBe(warnings);
    }

    [Fact]
    public void Two_files_that_disagree_are_told_of_without_their_values()
    {
        home.With(OfState, "B_KEY=one\nA_KEY=one\nSAME=x\nSET=one\n").With(OfGateway, "A_KEY=two\nB_KEY=two\nSAME=x\nSET=two\n").WithVariable("SET", "process");

        LoadedEnvironment loaded = DotEnv.Load(home.Environment);

        loaded.Warnings.ShouldHaveSingleItem().Message.ShouldBe($"Conflicting values in {home[OfState]} and {home[OfGateway]} for A_KEY, B_KEY; keeping {home[OfState]}.");
        loaded.Environment.OriginOf("A_KEY").ShouldBe(new VariableOrigin(VariableSource.DotEnvFile, home[OfState]));
    }

    [Theory]
    [InlineData(null, "gateway")]
    [InlineData("~/.openclaw", "gateway")]
    [InlineData("~/.openclaw-work", null)]
    public void The_gateways_own_file_is_that_of_the_usual_installation_alone(string? directory, string? expected)
    {
        home.With(OfGateway, "X=gateway\n").With(".openclaw-work/openclaw.json", "{}");

        DotEnv.Load(home.Environment, directory).Environment.Get("X").ShouldBe(expected);
        if (directory is not null)
            DotEnv.Load(home.Environment.With("OPENCLAW_STATE_DIR", directory)).Environment.Get("X").ShouldBe(expected);
    }

    [Fact]
    public void The_file_of_the_state_directory_can_name_another_installation()
    {
        home.With(OfState, "OPENCLAW_STATE_DIR=~/other\n").With("other/openclaw.json", "{}");

        DotEnv.Load(home.Environment).Paths.ConfigPath.ShouldBe(home["other/openclaw.json"]);
    }

    private ProcessEnvironment LoadEverything()
    {
        LoadedEnvironment loaded = DotEnv.Load(home.Environment);
        return ConfigurationLoader.Load(loaded.Paths, loaded.Environment).Environment;
    }
}

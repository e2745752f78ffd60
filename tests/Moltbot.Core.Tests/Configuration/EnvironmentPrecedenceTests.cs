using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Installation;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Tests.Configuration;

public sealed class EnvironmentPrecedenceTests
{
    private const string Config = "{ env: { K: 'inline', vars: { K: 'vars' } } }";

    [Fact]
    public void The_process_wins_over_every_file()
    {
        using ConfigurationHome home = EverySource().WithVariable("K", "process");

        LoadEverything(home).Get("K").ShouldBe("process");
    }

    [Fact]
    public void The_working_directory_wins_over_the_state_directory()
    {
        using ConfigurationHome home = EverySource();

        ProcessEnvironment environment = LoadEverything(home);

        environment.Get("K").ShouldBe("cwd");
        environment.OriginOf("K").ShouldBe(new VariableOrigin(VariableSource.DotEnvFile, home["work/.env"]));
    }

    [Fact]
    public void The_state_directory_wins_over_the_configuration()
    {
        using ConfigurationHome home = EverySource();
        File.Delete(home["work/.env"]);

        ProcessEnvironment environment = LoadEverything(home);

        environment.Get("K").ShouldBe("state");
        environment.OriginOf("K").ShouldBe(new VariableOrigin(VariableSource.DotEnvFile, home[".clawdbot/.env"]));
    }

    [Fact]
    public void An_inline_variable_wins_over_one_under_vars()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig(Config);

        ProcessEnvironment environment = LoadEverything(home);

        environment.Get("K").ShouldBe("inline");
        environment.OriginOf("K").ShouldBe(new VariableOrigin(VariableSource.Configuration, home.ConfigPath));
    }

    [Fact]
    public void The_login_shell_comes_last()
    {
        using ConfigurationHome home = ConfigurationHome.OnLinux()
            .WithConfig("{ env: { shellEnv: { enabled: true }, vars: { GROQ_API_KEY: 'mine' } } }");

        LoadedConfiguration loaded = home.Load(new FakeLoginShell("GROQ_API_KEY=no\0OPENAI_API_KEY=from-shell\0"));

        loaded.Environment.Get("GROQ_API_KEY").ShouldBe("mine");
        loaded.Environment.Get("OPENAI_API_KEY").ShouldBe("from-shell");
        loaded.Environment.OriginOf("OPENAI_API_KEY").ShouldBe(VariableOrigin.LoginShell);
        loaded.LoginShell.Applied.ShouldBe(["OPENAI_API_KEY"]);
    }

    [Theory]
    [InlineData("{ env: { vars: { K: 'c' } } }", null, "c")]
    [InlineData("{ env: { vars: { K: 'c' } } }", "live", "live")]
    [InlineData("{ env: { vars: { K: 'c' } } }", "  ", "c")]
    [InlineData("{ env: { vars: { K: '' } } }", null, null)]
    [InlineData("{ env: { vars: { K: '  ' } } }", null, "  ")]
    [InlineData("{ env: { K: '  ' } }", null, null)]
    [InlineData("{ env: { vars: { K: '${OTHER}' } } }", null, "${OTHER}")]
    public void The_configuration_sets_a_variable_only_where_it_is_blank(string config, string? before, string? after)
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig(config).WithVariable("OTHER", "o");
        if (before is not null)
            home.WithVariable("K", before);

        home.Load().Environment.Get("K").ShouldBe(after);
    }

    [Fact]
    public void A_variable_of_the_configuration_can_be_referred_to_in_it()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ env: { vars: { K1: 'abc' } }, auth: { order: { p: ['${K1}'] } } }");

        home.Load().Configuration.Order(ProviderId.Parse("p")).ShouldBe(["abc"]);
    }

    [Fact]
    public void Variables_are_set_even_if_the_configuration_proves_invalid()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ env: { K: 'x', BAD: true, vars: { N: 5 } } }");

        LoadedConfiguration loaded = home.Load();

        loaded.Error.ShouldNotBeNull();
        loaded.Environment.Get("K").ShouldBe("x");
        loaded.Environment.Get("N").ShouldBe("5");
        loaded.Environment.Get("BAD").ShouldBeNull();
    }

    [Fact]
    public void The_ZAI_key_is_filled_from_its_other_name()
    {
        using ConfigurationHome home = new ConfigurationHome().With(".clawdbot/.env", "Z_AI_API_KEY=zz").WithVariable("ZAI_API_KEY", "");

        ProcessEnvironment environment = DotEnv.Load(home.Environment).Environment;

        environment.Get("ZAI_API_KEY").ShouldBe("zz");
        environment.OriginOf("ZAI_API_KEY").Path.ShouldBe(home[".clawdbot/.env"]);
    }

    [Fact]
    public void The_first_file_can_say_where_the_second_is()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(".env", "MOLTBOT_STATE_DIR=~/elsewhere")
            .With("elsewhere/.env", "K=found");

        DotEnv.Load(home.Environment).Environment.Get("K").ShouldBe("found");
    }

    [Fact]
    public void A_state_directory_that_the_user_names_wins_over_the_environment()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With("named/.env", "K=named")
            .With("other/.env", "K=other");
        home.WithVariable("MOLTBOT_STATE_DIR", home["other"]);

        DotEnv.Load(home.Environment, "~/named").Environment.Get("K").ShouldBe("named");
    }

    [Fact]
    public void A_dotenv_file_that_cannot_be_read_is_ignored_with_a_warning()
    {
        using ConfigurationHome home = new ConfigurationHome().With(".clawdbot/.env", "K=state");
        Directory.CreateDirectory(home[".env"]);

        LoadedEnvironment loaded = DotEnv.Load(home.Environment);

        loaded.Environment.Get("K").ShouldBe("state");
        ConfigurationIssue warning = loaded.Warnings.ShouldHaveSingleItem();
        warning.File.ShouldBe(home[".env"]);
        warning.Message.ShouldContain("is a directory");
    }

    [Fact]
    public void A_dotenv_file_that_is_not_there_is_no_warning()
    {
        using ConfigurationHome home = new();

        DotEnv.Load(home.Environment).Warnings.ShouldBeEmpty();
    }

    private static ConfigurationHome EverySource()
    {
        ConfigurationHome home = new ConfigurationHome()
            .WithConfig(Config)
            .With("work/.env", "K=cwd")
            .With(".clawdbot/.env", "K=state");
        home.Environment = home.Environment with { WorkingDirectory = home["work"] };
        return home;
    }

    private static ProcessEnvironment LoadEverything(ConfigurationHome home)
    {
        home.Environment = DotEnv.Load(home.Environment).Environment;
        return home.Load().Environment;
    }
}

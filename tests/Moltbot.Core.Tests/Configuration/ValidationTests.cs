using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;

namespace Moltbot.Core.Tests.Configuration;

public sealed class ValidationTests
{
    [Theory]
    [InlineData("{ auth: { profiles: {\n  'x:y': { provider: 'x', mode: 'apikey' } } } }", "auth.profiles.x:y.mode", "Invalid input", 2, 33)]
    [InlineData("{ auth: { profiles: {\n  'x:y': { provider: 1, mode: 'token' } } } }", "auth.profiles.x:y.provider", "Invalid input: expected string, received number", 2, 22)]
    [InlineData("{ auth: { profiles: {\n  'x:y': { provider: 'x', mode: 'token',\n    key: 'k' } } } }", "auth.profiles.x:y", "Unrecognized key: \"key\"", 3, 5)]
    [InlineData("{ meta: { a: 1, b: 2 } }", "meta", "Unrecognized keys: \"a\", \"b\"", 1, 11)]
    [InlineData("{ auth: { order: { x: 'a' } } }", "auth.order.x", "Invalid input: expected array, received string", 1, 23)]
    [InlineData("{ auth: { cooldowns: { billingBackoffHours: 0 } } }", "auth.cooldowns.billingBackoffHours", "Too small: expected number to be >0", 1, 45)]
    [InlineData("{ env: { FOO: 5 } }", "env.FOO", "Invalid input: expected string, received number", 1, 15)]
    [InlineData("{ env: { shellEnv: { timeoutMs: 1.5 } } }", "env.shellEnv.timeoutMs", "Invalid input: expected int, received number", 1, 33)]
    [InlineData("{ agents: { list: [{ id: 'a', model: 5 }] } }", "agents.list.0.model", "Invalid input", 1, 38)]
    [InlineData("{ agents: { list: [\n  { id: 'a', identity: { avatar: '../a.png' } }] } }", "agents.list.0.identity.avatar", "identity.avatar must stay within the agent workspace.", 2, 34)]
    [InlineData("\n[]", "", "Invalid input: expected object, received array", 2, 1)]
    [InlineData("{ agents: {\n  list: [{ id: 'a', agentDir: '/same' }, { id: 'b', agentDir: '/same' }] } }", "agents.list", "Two agents cannot share one agentDir", 2, 9)]
    [InlineData("{ gateway: { token: 'x' }, zap: 1 }", "gateway.token", "gateway.token is ignored", 1, 14)]
    public void An_issue_names_the_path_the_fault_and_the_place(string config, string path, string message, int line, int column)
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig(config);

        ConfigurationIssue issue = home.Load().Snapshot.Issues.ShouldHaveSingleItem();

        issue.Path.ShouldBe(path);
        issue.Message.ShouldStartWith(message);
        issue.File.ShouldBe(home.ConfigPath);
        (issue.Line, issue.Column).ShouldBe((line, column));
    }

    [Fact]
    public void A_member_that_is_missing_is_reported_where_it_should_be()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ models: { providers: { p:\n {} } } }");

        IReadOnlyList<ConfigurationIssue> issues = home.Load().Snapshot.Issues;

        issues.Select(issue => (issue.Path, issue.Message)).ShouldBe(
        [
            ("models.providers.p.baseUrl", "Invalid input: expected string, received undefined"),
            ("models.providers.p.models", "Invalid input: expected array, received undefined"),
        ]);
        issues.ShouldAllBe(issue => issue.Line == 2 && issue.Column == 2);
    }

    [Fact]
    public void An_issue_in_an_included_file_is_found_there_although_arrays_were_joined()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(".clawdbot/base.json", "{ agents: { list: [{ id: 'a' }, { id: 'b' }] } }")
            .With(".clawdbot/more.json", "{\n  list: [{ id: 'c' },\n    { id: 5 }] }")
            .WithConfig("{ $include: './base.json', agents: { $include: './more.json' } }");

        ConfigurationIssue issue = home.Load().Snapshot.Issues.ShouldHaveSingleItem();

        issue.Path.ShouldBe("agents.list.3.id");
        issue.File.ShouldBe(home[".clawdbot/more.json"]);
        (issue.Line, issue.Column).ShouldBe((3, 11));
    }

    [Fact]
    public void The_error_names_the_first_issue_its_place_and_what_to_do()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ auth: { order: 1, profiles: 2 } }");

        MoltbotException error = home.LoadError();

        error.Code.ShouldBe(ErrorCode.ConfigInvalid);
        error.Subject.ShouldBe("auth.order");
        (error.Path, error.Line, error.Column).ShouldBe((home.ConfigPath, 1, 18));
        error.Message.ShouldBe(
            $"The configuration is not valid: auth.order: Invalid input: expected record, received number ({home.ConfigPath}, line 1, column 18), and 1 more. "
            + "Correct the file, or run the gateway's 'moltbot doctor --fix'.");
    }

    [Fact]
    public void A_value_is_never_part_of_an_issue()
    {
        const string Secret = "sk-FAKE-very-secret";
        using ConfigurationHome home = new ConfigurationHome()
            .WithVariable("KEY", Secret)
            .WithConfig("{ models: { providers: { p: { baseUrl: 5, apiKey: ['${KEY}'], auth: '${KEY}', models: '${KEY}' } } }, env: { X: ['${KEY}'] } }");

        LoadedConfiguration loaded = home.Load();

        loaded.Snapshot.Issues.Count.ShouldBe(5);
        loaded.Snapshot.Issues.ShouldAllBe(issue => !issue.Message.Contains(Secret));
        loaded.Error!.ToString().ShouldNotContain(Secret);
    }

    [Fact]
    public void Two_agents_in_one_directory_are_their_own_kind_of_error()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .WithConfig("{ agents: { list: [{ id: 'a', agentDir: '~/same' }, { id: 'b', agentDir: '$HOME/same' }] } }");

        MoltbotException error = home.LoadError();

        error.Code.ShouldBe(ErrorCode.AgentDirectoryShared);
        error.Message.ShouldContain($"{home["same"]} is used by \"a\", \"b\"");
        error.Message.ShouldContain("auth-profiles.json");
    }

    [Fact]
    public void The_same_agent_listed_twice_shares_with_nobody()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .WithConfig("{ agents: { list: [{ id: 'a', agentDir: '~/same' }, { id: 'A', agentDir: '~/same' }] } }");

        home.Load().Error.ShouldBeNull();
    }

    [Fact]
    public void A_binding_can_bring_an_agent_into_the_directory_of_another()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .WithConfig("{ agents: { list: [{ id: 'a', agentDir: '~/.clawdbot/agents/b/agent' }] }, bindings: [{ agentId: 'B', match: {} }] }");

        home.LoadError().Code.ShouldBe(ErrorCode.AgentDirectoryShared);
    }

    [Fact]
    public void What_is_in_other_sections_is_left_alone()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .WithConfig("{ plugins: { entries: { ghost: 5 } }, channels: 7, gateway: { port: 'x' }, messages: [], session: 1, logging: null }");

        LoadedConfiguration loaded = home.Load();

        loaded.Error.ShouldBeNull();
        loaded.Snapshot.Warnings.ShouldBeEmpty();
        loaded.Snapshot.Configuration.Json["channels"].AsNumber().ShouldBe(7);
    }

    [Fact]
    public void A_section_that_nobody_knows_is_a_warning_at_its_name()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{\n  'zap.zip': { a: 1 }, auth: {} }");

        LoadedConfiguration loaded = home.Load();

        loaded.Error.ShouldBeNull();
        ConfigurationIssue warning = loaded.Snapshot.Warnings.ShouldHaveSingleItem();
        warning.Path.ShouldBe("zap.zip");
        warning.Message.ShouldStartWith("Unrecognized key: \"zap.zip\"");
        (warning.File, warning.Line, warning.Column).ShouldBe((home.ConfigPath, 2, 3));
    }

    [Theory]
    [InlineData("2026.1.27", false)]
    [InlineData("2026.1.27-beta.1", false)]
    [InlineData("v2026.1.26-9", false)]
    [InlineData("unknown", false)]
    [InlineData("2026.1.27-1", true)]
    [InlineData("2026.2.0", true)]
    [InlineData(" v2027.1.1 ", true)]
    public void A_configuration_from_a_newer_gateway_is_a_warning(string version, bool warns)
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig($"{{ meta: {{ lastTouchedVersion: '{version}' }} }}");

        home.Load().Snapshot.Warnings.Any(warning => warning.Path == "meta.lastTouchedVersion").ShouldBe(warns);
    }

    [Theory]
    [InlineData("last", 0, 0)]
    [InlineData(" Slack ", 0, 0)]
    [InlineData("pigeon", 0, 1)]
    [InlineData(" ", 1, 0)]
    public void A_heartbeat_goes_to_a_channel(string target, int issues, int warnings)
    {
        using ConfigurationHome home = new ConfigurationHome()
            .WithConfig($"{{ agents: {{ list: [{{ id: 'a', heartbeat: {{ target: '{target}' }} }}] }} }}");

        ConfigurationSnapshot snapshot = home.Load().Snapshot;

        (snapshot.Issues.Count, snapshot.Warnings.Count).ShouldBe((issues, warnings));
    }

    [Fact]
    public void Members_of_older_versions_are_reported_alone()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .WithConfig("{ agent: { model: 'x', allowedModels: [] }, auth: 5, telegram: { requireMention: true } }");

        ConfigurationSnapshot snapshot = home.Load().Snapshot;

        snapshot.Issues.Select(issue => issue.Path)
            .ShouldBe(["telegram", "telegram.requireMention", "agent", "agent.model", "agent.allowedModels"], ignoreOrder: true);
        snapshot.LegacyIssues.Count.ShouldBe(5);
    }
}

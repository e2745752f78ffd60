using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Configuration;

public sealed class IncludeTests
{
    [Fact]
    public void Members_beside_an_include_win_over_what_it_brings()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(".clawdbot/profiles.json5", "{ 'a:b': { provider: 'a', mode: 'token', email: 'old' } }")
            .WithConfig("{ auth: { profiles: { $include: './profiles.json5', 'a:b': { email: 'new' } } } }");

        ConfiguredProfile profile = home.Load().Configuration.Profiles["a:b"];

        profile.Mode.ShouldBe("token");
        profile.Email.ShouldBe("new");
    }

    [Fact]
    public void Arrays_of_several_files_are_joined_in_the_order_of_the_list()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(".clawdbot/one.json", "{ auth: { order: { a: ['1'] } } }")
            .With(".clawdbot/two.json", "{ auth: { order: { a: ['2'] } } }")
            .WithConfig("{ $include: ['two.json', 'one.json'] }");

        home.Load().Configuration.Order(ProviderId.Parse("a")).ShouldBe(["2", "1"]);
    }

    [Fact]
    public void An_include_is_found_from_the_file_that_names_it()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With("elsewhere/auth.json", "{ order: { $include: 'deeper/order.json' } }")
            .With("elsewhere/deeper/order.json", "{ a: ['x'] }")
            .WithConfig("{ auth: { $include: '../elsewhere/auth.json' } }");

        home.Load().Configuration.Order(ProviderId.Parse("a")).ShouldBe(["x"]);
    }

    [Fact]
    public void Files_that_double_each_other_come_to_an_end_that_says_where()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ auth: { order: { a: { $include: ['0.json', '0.json'] } } } }");
        for (int level = 0; level < 9; level++)
            home.With($".clawdbot/{level}.json", $"{{ $include: [{string.Join(", ", Enumerable.Repeat($"'{level + 1}.json'", 10))}] }}");

        home.With(".clawdbot/9.json", "['x']");

        MoltbotException error = home.LoadError();

        error.Code.ShouldBe(ErrorCode.ConfigUnreadable);
        error.Message.ShouldContain("included again and again");
        error.Line.ShouldBe(1);
    }

    [Fact]
    public void Lists_that_double_each_other_come_to_an_end_too()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(".clawdbot/ids.json", $"[{string.Join(", ", Enumerable.Repeat("'x'", 10_000))}]")
            .WithConfig($"{{ auth: {{ order: {{ a: {{ $include: [{string.Join(", ", Enumerable.Repeat("'ids.json'", 10_000))}] }} }} }} }}");

        home.LoadError().Message.ShouldContain("included again and again");
    }

    [Fact]
    public void Includes_may_not_nest_deeper_than_a_file_may()
    {
        string deep = string.Concat(Enumerable.Repeat("{ a: ", 300));
        using ConfigurationHome home = new ConfigurationHome().WithConfig($"{deep}{{ $include: '0.json' }}{new string('}', 300)}");
        for (int level = 0; level < 9; level++)
            home.With($".clawdbot/{level}.json", $"{deep}{{ $include: '{level + 1}.json' }}{new string('}', 300)}");

        home.LoadError().Message.ShouldContain("Includes nest deeper than 1000 levels");
    }

    [Fact]
    public void Many_includes_take_as_long_as_they_are_many()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(".clawdbot/id.json", "'x'")
            .WithConfig($"{{ auth: {{ order: {{ {string.Join(", ", Enumerable.Range(0, 50_000).Select(i => $"a{i}: [{{ $include: 'id.json' }}]"))} }} }} }}");

        home.Load().Configuration.Order(ProviderId.Parse("a49999")).ShouldBe(["x"]);
    }

    [Fact]
    public void The_same_file_may_be_included_twice_side_by_side()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(".clawdbot/ids.json", "['x']")
            .WithConfig("{ auth: { order: { a: { $include: 'ids.json' }, b: { $include: 'ids.json' } } } }");

        home.Load().Error.ShouldBeNull();
    }

    [Theory]
    [InlineData("{ auth: { $include: 7 } }", "got number", 1, 21)]
    [InlineData("{ auth: { $include: null } }", "got object", 1, 21)]
    [InlineData("{ auth: { $include: {} } }", "got object", 1, 21)]
    [InlineData("{ auth: {\n  $include: ['base.json', true] } }", "array item: expected string, got boolean", 2, 27)]
    [InlineData("{ auth: {\n  $include: ['base.json',\n    null] } }", "array item: expected string, got object", 3, 5)]
    [InlineData("{ auth: { $include: 'none.json' } }", "Failed to read include file: none.json (resolved: ", 1, 21)]
    [InlineData("{ auth: { $include: '.' } }", "Failed to read include file: . (resolved: ", 1, 21)]
    [InlineData("{ auth: { $include: 'base.json/under' } }", "Failed to read include file: base.json/under (resolved: ", 1, 21)]
    [InlineData("{ auth: { order: { a: { $include: 'list.json',\n k: 1 } } } }", "Sibling keys require included content to be an object", 1, 35)]
    public void A_directive_that_cannot_be_followed_is_an_error_at_its_place(string config, string expected, int line, int column)
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(".clawdbot/base.json", "{}")
            .With(".clawdbot/list.json", "['x']")
            .WithConfig(config);

        MoltbotException error = home.LoadError();

        error.Code.ShouldBe(ErrorCode.ConfigUnreadable);
        error.Message.ShouldContain(expected);
        error.Path.ShouldBe(home.ConfigPath);
        (error.Line, error.Column).ShouldBe((line, column));
    }

    [Fact]
    public void An_included_file_that_is_not_JSON5_is_an_error_at_its_own_fault()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(".clawdbot/bad.json", "{\n  a: ]")
            .WithConfig("{ auth: { $include: 'bad.json' } }");

        MoltbotException error = home.LoadError();

        error.Code.ShouldBe(ErrorCode.ConfigUnreadable);
        error.Path.ShouldBe(home[".clawdbot/bad.json"]);
        (error.Line, error.Column).ShouldBe((2, 6));
    }

    [Fact]
    public void A_file_that_leads_back_to_itself_is_an_error_that_shows_the_way()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(".clawdbot/loop.json", "{ $include: './sub/../moltbot.json' }")
            .WithConfig("{ $include: 'loop.json' }");

        MoltbotException error = home.LoadError();

        error.Message.ShouldContain($"{home.ConfigPath} -> {home[".clawdbot/loop.json"]} -> {home.ConfigPath}");
        error.Path.ShouldBe(home[".clawdbot/loop.json"]);
        (error.Line, error.Column).ShouldBe((1, 13));
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public void Ten_files_may_include_one_another_but_not_eleven(int depth, bool fails)
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ $include: '1.json' }");
        for (int i = 1; i < depth; i++)
            home.With($".clawdbot/{i}.json", $"{{ $include: '{i + 1}.json' }}");
        home.With($".clawdbot/{depth}.json", "{}");

        LoadedConfiguration loaded = home.Load();

        (loaded.Error is not null).ShouldBe(fails);
        (loaded.Error?.Message.Contains("Maximum include depth (10) exceeded at: 11.json", StringComparison.Ordinal) ?? false).ShouldBe(fails);
    }

    [Fact]
    public void An_include_error_leaves_the_snapshot_as_it_was_written()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .WithConfig("{ auth: { profiles: { 'a:b': { provider: 'a', mode: 'token' } } }, models: { $include: 'none.json' } }");

        ConfigurationSnapshot snapshot = home.Load().Snapshot;

        snapshot.IsValid.ShouldBeFalse();
        snapshot.Issues.ShouldHaveSingleItem().Path.ShouldBeEmpty();
        snapshot.Configuration.Profiles.Keys.ShouldContain("a:b");
    }

    [Theory]
    [InlineData("sub/own.json", null)]
    [InlineData("../outside.json", "Include path escapes config directory: ../outside.json (root: ")]
    [InlineData("link.json", "Include path resolves outside config directory (symlink): link.json (root: ")]
    public void A_configuration_of_today_includes_what_lies_beside_it(string name, string? refusal)
    {
        using ConfigurationHome home = OfToday(name);

        if (refusal is null)
            home.Load().Configuration.DefaultModel.Primary.ShouldBe("a/b");
        else
            home.Load().Error!.Message.ShouldContain(refusal);
    }

    [Theory]
    [InlineData("../outside.json")]
    [InlineData("link.json")]
    public void A_configuration_of_today_includes_what_lies_where_the_environment_says_and_does_not_change_it(string name)
    {
        using ConfigurationHome home = OfToday(name).WithVariable("OPENCLAW_INCLUDE_ROOTS", $"relative{Path.PathSeparator}~");

        home.Load().Configuration.DefaultModel.Primary.ShouldBe("a/b");
        MoltbotException error = home.Refuse(ConfigurationChange.Set(["agents", "defaults", "model"], "a/c"));
        error.Code.ShouldBe(ErrorCode.ConfigNotEditable);
        error.Message.ShouldContain("outside the directory of the configuration");
    }

    private static ConfigurationHome OfToday(string included)
    {
        ConfigurationHome home = new ConfigurationHome()
            .With(".openclaw/openclaw.json", $"{{ agents: {{ $include: '{included}' }} }}")
            .With(".openclaw/sub/own.json", "{ defaults: { model: 'a/b' } }")
            .With("outside.json", "{ defaults: { model: 'a/b' } }");
        SymbolicLink.Make(home[".openclaw/link.json"], home["outside.json"]);
        return home;
    }
}

using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Configuration;

/// <summary>In which file a change is made.</summary>
public sealed class ConfigurationEditorIncludeTests
{
    private const string Auth = ".clawdbot/auth.json5";
    private const string Stamped = ", meta: { lastTouchedAt: '2026-02-03T04:05:06.070Z' } }";

    private static readonly ConfigurationChange NewProfile = ConfigurationChange.Set(
        ["auth", "profiles", "zai:default"], new JsonObject { ["provider"] = "zai", ["mode"] = "api_key" });

    [Fact]
    public void A_new_member_goes_to_the_file_that_its_object_comes_from()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(Auth, "// ours\n{ profiles: { 'a:b': { provider: 'a', mode: 'token' } } }")
            .WithConfig("{ auth: { $include: './auth.json5' } }");

        home.Apply(NewProfile).ShouldBe([Auth, ConfigurationHome.ConfigFile]);

        home.Read(Auth).ShouldBe("// ours\n{ profiles: { 'a:b': { provider: 'a', mode: 'token' }, 'zai:default': { provider: 'zai', mode: 'api_key' } } }");
        home.Config().ShouldBe("{ auth: { $include: './auth.json5' }" + Stamped);
        home.Read(Auth + ".bak").ShouldBe("// ours\n{ profiles: { 'a:b': { provider: 'a', mode: 'token' } } }");
    }

    [Fact]
    public void A_file_of_somewhere_else_stays_open_to_who_reads_it_and_gets_no_copies()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With("shared/auth.json5", "{ profiles: {} }")
            .With(Auth, "{ order: {} }")
            .WithConfig("{ auth: { $include: ['../shared/auth.json5', './auth.json5'] } }");
        Unix.SetMode(home["shared/auth.json5"], "664");
        Unix.SetMode(home[Auth], "664");

        home.Apply(NewProfile).ShouldBe(["shared/auth.json5", ConfigurationHome.ConfigFile]);

        Unix.Mode(home["shared/auth.json5"]).ShouldBe("664");
        Directory.GetFiles(home["shared"]).ShouldBe([home["shared/auth.json5"]]);
        Unix.Mode(home.ConfigPath).ShouldBe("600");
        File.Exists(home.ConfigPath + ".bak").ShouldBeTrue();
    }

    [Fact]
    public void A_value_is_changed_in_the_file_that_it_stands_in()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With("shared/profiles.json", "{ \"a:b\": { \"provider\": \"a\", \"mode\": \"token\" } }\n")
            .With(Auth, "{ profiles: { $include: '../shared/profiles.json' }, order: {} }")
            .WithConfig("{ auth: { $include: 'auth.json5' } }");

        home.Apply(ConfigurationChange.Set(["auth", "profiles", "a:b", "mode"], "oauth")).ShouldBe(["shared/profiles.json", ConfigurationHome.ConfigFile]);

        home.Read("shared/profiles.json").ShouldBe("{ \"a:b\": { \"provider\": \"a\", \"mode\": \"oauth\" } }\n");
    }

    [Fact]
    public void A_member_beside_an_include_is_changed_there()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(Auth, "{ profiles: { 'a:b': { provider: 'a', mode: 'token' } } }")
            .WithConfig("{ auth: { $include: 'auth.json5', profiles: { 'a:b': { mode: 'oauth' } } } }");

        home.Apply(ConfigurationChange.Set(["auth", "profiles", "a:b", "mode"], "api_key"), NewProfile).ShouldBe([ConfigurationHome.ConfigFile]);

        home.Config().ShouldBe("{ auth: { $include: 'auth.json5', profiles: { 'a:b': { mode: 'api_key' }, 'zai:default': { provider: 'zai', mode: 'api_key' } } }" + Stamped);
    }

    [Fact]
    public void What_is_removed_goes_from_every_file_that_has_it()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(Auth, "{ profiles: { 'a:b': { provider: 'a', mode: 'token' }, 'a:c': { provider: 'a', mode: 'token' } } }")
            .WithConfig("{ auth: { $include: 'auth.json5', profiles: { 'a:b': { mode: 'oauth' } } } }");

        home.Apply(ConfigurationChange.Remove(["auth", "profiles", "a:b"]));

        home.Read(Auth).ShouldBe("{ profiles: { 'a:c': { provider: 'a', mode: 'token' } } }");
        home.Config().ShouldBe("{ auth: { $include: 'auth.json5', profiles: {} }" + Stamped);
    }

    [Fact]
    public void The_time_is_stamped_in_the_main_file_even_if_that_only_includes()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(".clawdbot/all.json5", "{ meta: { lastTouchedAt: 'once' }, auth: {} }")
            .WithConfig("{ $include: 'all.json5' }");

        home.Apply(NewProfile);

        home.Config().ShouldBe("{ $include: 'all.json5'" + Stamped);
        home.Read(".clawdbot/all.json5").ShouldBe("{ meta: { lastTouchedAt: 'once' }, auth: { profiles: { 'zai:default': { provider: 'zai', mode: 'api_key' } } } }");
    }

    [Theory]
    [InlineData("{ $include: [] }", "{ $include: [], auth: ")]
    [InlineData("{ auth: { $include: [] } }", "{ auth: { $include: [], profiles: ")]
    public void What_includes_nothing_gets_the_new_member_itself(string config, string expected)
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig(config);

        home.Apply(NewProfile);

        home.Config().ShouldStartWith(expected);
    }

    [Fact]
    public void An_array_in_an_included_file_is_changed_there()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(".clawdbot/order.json5", "[\n  'a:b', // first\n]\n")
            .WithConfig("{ auth: { order: { a: { $include: 'order.json5' } } } }");

        home.Apply(ConfigurationChange.Insert(["auth", "order", "a"], 1, "a:c"), ConfigurationChange.MoveToFront(["auth", "order", "a"], 1));

        home.Read(".clawdbot/order.json5").ShouldBe("[\n  'a:c',\n  'a:b', // first\n]\n");
    }

    [Theory]
    [InlineData("{ auth: { $include: ['one.json', 'two.json'] } }", "{ profiles: {} }", "{ profiles: {} }")]
    [InlineData("{ $include: ['one.json', 'two.json'] }", "{ auth: { profiles: {} } }", "{ auth: { profiles: {} } }")]
    [InlineData("{ $include: ['one.json', 'two.json'] }", "{}", "{}")]
    public void Of_files_that_are_merged_side_by_side_a_person_has_to_choose_one(string config, string one, string two)
    {
        using ConfigurationHome home = new ConfigurationHome().With(".clawdbot/one.json", one).With(".clawdbot/two.json", two).WithConfig(config);

        MoltbotException error = home.Refuse(NewProfile);

        error.Code.ShouldBe(ErrorCode.ConfigNotEditable);
        error.Path.ShouldBe(home[".clawdbot/two.json"]);
        error.Line.ShouldBe(1);
        error.Subject.ShouldBe("auth.profiles.zai:default");
        error.Message.ShouldContain($"{home[".clawdbot/one.json"]} and {home[".clawdbot/two.json"]}");
        error.Message.ShouldContain("by hand");
    }

    [Fact]
    public void Of_files_that_are_merged_the_one_is_changed_that_alone_has_the_value()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(".clawdbot/one.json", "{ auth: { profiles: {} } }")
            .With(".clawdbot/two.json", "{ models: {} }")
            .WithConfig("{ $include: ['one.json', 'two.json'] }");

        home.Apply(NewProfile).ShouldBe([".clawdbot/one.json", ConfigurationHome.ConfigFile]);
    }

    [Fact]
    public void An_array_that_is_joined_from_two_files_is_for_a_person_to_change()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(Auth, "{ order: { a: ['a:b'] } }")
            .WithConfig("{ auth: { $include: 'auth.json5', order: { a: ['a:c'] } } }");

        home.Refuse(ConfigurationChange.Insert(["auth", "order", "a"], 0, "a:d")).Code.ShouldBe(ErrorCode.ConfigNotEditable);
        home.Refuse(ConfigurationChange.MoveToFront(["auth", "order", "a"], 1)).Code.ShouldBe(ErrorCode.ConfigNotEditable);
        home.Refuse(ConfigurationChange.Remove(["auth", "order", "a", "1"])).Path.ShouldBe(home.ConfigPath);
    }

    [Fact]
    public void A_text_that_refers_to_a_variable_is_for_a_person_to_change()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .WithVariable("MODE", "token")
            .WithConfig("{\n  auth: { profiles: { 'a:b': { provider: 'a', mode: '${MODE}' } } }\n}");

        MoltbotException error = home.Refuse(ConfigurationChange.Set(["auth", "profiles", "a:b", "mode"], "oauth"));

        error.Code.ShouldBe(ErrorCode.ConfigNotEditable);
        (error.Path, error.Line, error.Column).ShouldBe((home.ConfigPath, 2, 53));
        error.Message.ShouldContain("refers to a variable");
        home.Refuse(ConfigurationChange.Set(["auth", "profiles"], new JsonObject())).Column.ShouldBe(53);
    }

    [Fact]
    public void A_file_that_is_included_twice_is_not_changed_for_one_of_its_places()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(".clawdbot/ids.json", "['x']")
            .WithConfig("{ auth: { order: { a: { $include: 'ids.json' }, b: { $include: 'ids.json' } } } }");

        MoltbotException error = home.Refuse(ConfigurationChange.Insert(["auth", "order", "a"], 0, "y"));

        error.Code.ShouldBe(ErrorCode.ConfigNotEditable);
        error.Path.ShouldBe(home[".clawdbot/ids.json"]);
        error.Message.ShouldContain("another effect");
    }

    [Fact]
    public void Several_included_files_are_changed_together()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(".clawdbot/profiles.json", "{}")
            .With(".clawdbot/order.json", "{ zai: [] }")
            .WithConfig("{ auth: { profiles: { $include: 'profiles.json' }, order: { $include: 'order.json' } } }");

        home.Apply(configuration => AuthProfileConfiguration.Enter(configuration, new ConfiguredProfile("zai:default", "zai", "api_key", null)));

        home.Load().Configuration.Profiles.Keys.ShouldBe(["zai:default"]);
        home.Read(".clawdbot/order.json").ShouldBe("{ zai: [\"zai:default\"] }");
        home.Read(".clawdbot/profiles.json").ShouldBe("{\n  \"zai:default\": {\n    \"provider\": \"zai\",\n    \"mode\": \"api_key\"\n  }\n}");
    }

    [Fact]
    public void If_the_main_file_cannot_be_changed_the_others_get_their_content_back()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(Auth, "{ profiles: {} }")
            .WithConfig("{ auth: { $include: 'auth.json5' } }");
        List<string> replaced = [];

        MoltbotException error = Should.Throw<MoltbotException>(() => home.Apply(_ => [NewProfile], path =>
        {
            replaced.Add(path);
            if (path == home.ConfigPath)
                throw new IOException("The disk is on fire.");
        }));

        error.Code.ShouldBe(ErrorCode.WriteFailed);
        error.Path.ShouldBe(home.ConfigPath);
        replaced.ShouldBe([home[Auth], home.ConfigPath]);
        home.Read(Auth).ShouldBe("{ profiles: {} }");
        home.Config().ShouldBe("{ auth: { $include: 'auth.json5' } }");
    }

    [Fact]
    public void An_included_file_behind_a_link_is_changed_where_it_is()
    {
        using ConfigurationHome home = new ConfigurationHome().With("dotfiles/auth.json5", "{}").WithConfig("{ auth: { $include: 'auth.json5' } }");
        SymbolicLink.Make(home[Auth], home["dotfiles/auth.json5"]);
        Unix.SetMode(home["dotfiles/auth.json5"], "640");

        home.Apply(NewProfile);

        new FileInfo(home[Auth]).LinkTarget.ShouldBe(home["dotfiles/auth.json5"]);
        home.Read("dotfiles/auth.json5").ShouldContain("zai:default");
    }
}

using System.Text.Json.Nodes;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Tests.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Configuration;

/// <summary>What is refused, with every file byte for byte as it was.</summary>
public sealed class ConfigurationEditorRefusalTests
{
    private static readonly ConfigurationChange NewProfile = ConfigurationChange.Set(
        ["auth", "profiles", "zai:default"], new JsonObject { ["provider"] = "zai", ["mode"] = "api_key" });

    [Theory]
    [InlineData("{ auth: ", ErrorCode.ConfigUnreadable)]
    [InlineData("", ErrorCode.ConfigUnreadable)]
    [InlineData("[]", ErrorCode.ConfigInvalid)]
    [InlineData("{ auth: 5 }", ErrorCode.ConfigInvalid)]
    [InlineData("{ auth: { profiles: { a: { provider: 'a' } } } }", ErrorCode.ConfigInvalid)]
    [InlineData("{ auth: { profile: {} } }", ErrorCode.ConfigInvalid)]
    [InlineData("{ auth: { $include: 'missing.json' } }", ErrorCode.ConfigUnreadable)]
    [InlineData("{ auth: { $include: './moltbot.json' } }", ErrorCode.ConfigUnreadable)]
    [InlineData("{ env: { A: '${NOT_SET}' } }", ErrorCode.ConfigUnreadable)]
    [InlineData("{ agents: { list: [{ id: 'a', agentDir: '/x' }, { id: 'b', agentDir: '/x' }] } }", ErrorCode.AgentDirectoryShared)]
    [InlineData("{ gateway: { token: 'old' } }", ErrorCode.ConfigInvalid)]
    public void A_configuration_that_cannot_be_used_is_not_touched(string text, ErrorCode code)
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig(text);

        MoltbotException error = home.Refuse(NewProfile);

        error.Code.ShouldBe(code);
        error.Path.ShouldBe(home.ConfigPath);
    }

    [Fact]
    public void An_included_file_that_is_broken_is_not_touched()
    {
        using ConfigurationHome home = new ConfigurationHome().With(".clawdbot/a.json", "{").WithConfig("{ auth: { $include: 'a.json' } }");

        home.Refuse(NewProfile).Path.ShouldBe(home[".clawdbot/a.json"]);
    }

    [Theory]
    [InlineData("auth.profiles.a", "{\"provider\":\"a\",\"mode\":\"apikey\"}")]
    [InlineData("auth.profiles.a", "{\"provider\":\"a\",\"mode\":\"token\",\"token\":\"sk-secret\"}")]
    [InlineData("auth.order", "{\"a\":\"b\"}")]
    [InlineData("auth.extra", "1")]
    [InlineData("meta.lastTouchedBy", "\"me\"")]
    [InlineData("env.vars.A", "\"${NOT_SET}\"")]
    [InlineData("extra", "{}")]
    [InlineData("extra.deeper", "1")]
    [InlineData("gateway.token", "\"sk-secret\"")]
    public void A_change_that_the_gateway_would_not_accept_is_refused(string path, string value)
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ models: {} }");

        MoltbotException error = home.Refuse(ConfigurationChange.Set(path.Split('.'), JsonNode.Parse(value)));

        error.Code.ShouldBe(ErrorCode.ConfigInvalid);
        error.Path.ShouldBe(home.ConfigPath);
        error.Message.ShouldStartWith("Nothing was changed");
        error.ToString().ShouldNotContain("sk-secret");
    }

    [Fact]
    public void A_section_of_someone_else_may_be_there_and_may_be_changed()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ newer: { a: 1 } }");

        home.Apply(NewProfile, ConfigurationChange.Set(["newer", "a"], 2));

        home.Config().ShouldStartWith("{ newer: { a: 2 }, auth: ");
    }

    [Fact]
    public void A_removal_that_leaves_too_little_is_refused()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ auth: { profiles: { a: { provider: 'a', mode: 'token' } } } }");

        home.Refuse(ConfigurationChange.Remove(["auth", "profiles", "a", "mode"])).Code.ShouldBe(ErrorCode.ConfigInvalid);
    }

    [Fact]
    public void A_value_in_the_way_is_not_replaced_by_an_object()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{\n  channels: { a: 'text' }\n}");

        MoltbotException error = home.Refuse(ConfigurationChange.Set(["channels", "a", "b"], 1));

        error.Code.ShouldBe(ErrorCode.ConfigNotEditable);
        (error.Line, error.Column).ShouldBe((2, 18));
    }

    [Fact]
    public void A_change_of_an_array_that_is_not_there_is_refused()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{}");

        home.Refuse(ConfigurationChange.Insert(["auth", "order", "a"], 0, "x")).Code.ShouldBe(ErrorCode.InvalidArgument);
        home.Refuse(ConfigurationChange.MoveToFront(["auth", "order", "a"], 0)).Code.ShouldBe(ErrorCode.InvalidArgument);
        Should.Throw<MoltbotException>(() => ConfigurationChange.Remove([])).Code.ShouldBe(ErrorCode.InvalidArgument);
    }

    [Fact]
    public void A_file_that_is_not_UTF_8_is_not_damaged()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("");
        File.WriteAllBytes(home.ConfigPath, [.. "{ /* "u8, 0xE9, .. " */ }"u8]);

        MoltbotException error = home.Refuse(NewProfile);

        error.Code.ShouldBe(ErrorCode.ConfigNotEditable);
        error.Message.ShouldContain("not UTF-8");
    }

    [Fact]
    public void A_directory_in_place_of_the_file_stays()
    {
        using ConfigurationHome home = new ConfigurationHome().With(ConfigurationHome.ConfigFile + "/inner", "x");

        MoltbotException error = home.Refuse(NewProfile);

        error.Code.ShouldBe(ErrorCode.ConfigUnreadable);
        error.Message.ShouldContain("is a directory");
    }

    [Fact]
    public void A_link_to_itself_stays()
    {
        using ConfigurationHome home = new ConfigurationHome().With(".clawdbot/.keep", "");
        SymbolicLink.Make(home.ConfigPath, home.ConfigPath);

        home.Refuse(NewProfile).Code.ShouldBe(ErrorCode.ConfigUnreadable);
    }

    [Fact]
    public void A_directory_that_may_not_be_written_leaves_the_file_as_it_was()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{}");
        Unix.SetMode(home[""], "755");
        Unix.SetMode(home[".clawdbot"], "555");
        string before = home.Fingerprint();

        MoltbotException error = Should.Throw<MoltbotException>(() => Unprivileged.Run(() => home.Apply(NewProfile)));

        error.Code.ShouldBe(ErrorCode.WriteFailed);
        error.Message.ShouldContain("could not be locked, so nothing was changed");
        home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_left_alone()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{}");
        Unix.SetMode(home[""], "755");
        Unix.SetMode(home.ConfigPath, "000");

        MoltbotException error = Should.Throw<MoltbotException>(() => Unprivileged.Run(() => home.Apply(NewProfile)));

        Unix.SetMode(home.ConfigPath, "600");
        error.Code.ShouldBe(ErrorCode.ConfigUnreadable);
        home.Config().ShouldBe("{}");
    }

    [Fact]
    public void A_read_only_file_in_a_directory_of_ones_own_is_replaced_as_the_gateway_would()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{}");
        Unix.SetMode(home.ConfigPath, "400");

        home.Apply(NewProfile);

        home.Config().ShouldContain("zai:default");
        Unix.Mode(home.ConfigPath + ".bak").ShouldBe("400");
    }

    [Fact]
    public void A_full_disk_leaves_every_file_as_it_was()
    {
        using ConfigurationHome home = new();
        Directory.CreateDirectory(home[".clawdbot"]);
        using SmallDisk disk = SmallDisk.MountAt(home[".clawdbot"]);
        home.With(".clawdbot/auth.json", "{ profiles: {} }").WithConfig("{ auth: { $include: 'auth.json' } }");
        disk.Fill();

        home.Refuse(NewProfile).Message.ShouldContain("Free some space");
    }

    [Fact]
    public void A_disk_with_room_for_the_main_file_only_leaves_both_as_they_were()
    {
        using ConfigurationHome home = new();
        Directory.CreateDirectory(home[".clawdbot"]);
        using SmallDisk disk = SmallDisk.MountAt(home[".clawdbot"]);
        string comment = $"/* {new string('x', 12 * 1024)} */";
        home.With(".clawdbot/auth.json", $"{{ profiles: {{}} }} {comment}").WithConfig("{ auth: { $include: 'auth.json' } }");
        disk.Fill(leave: 8 * 1024);

        home.Refuse(NewProfile).Message.ShouldContain("Free some space");
    }
}

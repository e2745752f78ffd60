using System.Text;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Configuration;

public sealed class ConfigurationLoaderTests
{
    private const string Profile = "{ auth: { profiles: { 'a:b': { provider: 'a', mode: 'token' } } } }";

    [Fact]
    public void Without_a_file_the_configuration_says_nothing_and_the_snapshot_has_the_defaults()
    {
        using ConfigurationHome home = new();

        LoadedConfiguration loaded = home.Load();

        loaded.Error.ShouldBeNull();
        loaded.Snapshot.Exists.ShouldBeFalse();
        loaded.Snapshot.IsValid.ShouldBeTrue();
        loaded.Configuration.Json.Count.ShouldBe(0);
        loaded.Snapshot.Configuration.Json.At("agents", "defaults", "maxConcurrent").AsNumber().ShouldBe(4);
    }

    [Theory]
    [InlineData("\uFEFF" + Profile)]
    [InlineData("// a comment\r\n" + Profile + "\r\n")]
    [InlineData("{ auth: { profiles: 5 }, " + "auth: { profiles: { 'a:b': { provider: 'a', mode: 'token' } } } }")]
    public void Marks_line_ends_and_repeated_names_do_not_matter(string text)
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig(text);

        LoadedConfiguration loaded = home.Load();

        loaded.Error.ShouldBeNull();
        loaded.Configuration.Profiles.Keys.ShouldBe(["a:b"]);
    }

    [Fact]
    public void Text_that_is_not_JSON5_is_an_error_with_its_place_and_what_to_do()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{\n  auth: {\n    order: }\n}");
        home.LoadError().Message.ShouldNotContain(".bak");
        File.WriteAllText(home.ConfigPath + ".bak", "{}");

        MoltbotException error = home.LoadError();

        error.Code.ShouldBe(ErrorCode.ConfigUnreadable);
        error.Path.ShouldBe(home.ConfigPath);
        (error.Line, error.Column).ShouldBe((3, 12));
        error.Message.ShouldContain("invalid character '}' at 3:12");
        error.Message.ShouldContain(home.ConfigPath + ".bak");
    }

    [Fact]
    public void An_empty_file_is_an_error()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("");

        home.LoadError().Code.ShouldBe(ErrorCode.ConfigUnreadable);
    }

    [Fact]
    public void A_directory_in_place_of_the_file_is_an_error()
    {
        using ConfigurationHome home = new();
        Directory.CreateDirectory(home.ConfigPath);

        LoadedConfiguration loaded = home.Load();

        loaded.Error!.Code.ShouldBe(ErrorCode.ConfigUnreadable);
        loaded.Error.Path.ShouldBe(home.ConfigPath);
        loaded.Error.Message.ShouldContain("is a directory");
        loaded.Snapshot.Exists.ShouldBeTrue();
        loaded.Snapshot.IsValid.ShouldBeFalse();
    }

    [Fact]
    public void A_file_that_is_there_but_cannot_be_opened_is_an_error_and_not_a_missing_file()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        using ConfigurationHome home = new();
        SymbolicLink.Make(home["circle.json"], home["circle.json"]);
        home.WithVariable("CLAWDBOT_CONFIG_PATH", "~/circle.json");

        LoadedConfiguration loaded = home.Load();

        loaded.Error!.Code.ShouldBe(ErrorCode.ConfigUnreadable);
        loaded.Error.Path.ShouldBe(home["circle.json"]);
        loaded.Snapshot.Exists.ShouldBeTrue();
    }

    [Fact]
    public void A_path_that_leads_through_a_file_leads_to_no_file()
    {
        using ConfigurationHome home = new ConfigurationHome().With("file", "");
        home.WithVariable("CLAWDBOT_CONFIG_PATH", "~/file/moltbot.json");

        home.Load().Snapshot.Exists.ShouldBeFalse();
    }

    [Fact]
    public void A_file_that_someone_is_writing_can_be_read()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig(Profile);
        using FileStream writer = new(home.ConfigPath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

        home.Load().Error.ShouldBeNull();
    }

    [Fact]
    public void Loading_changes_neither_the_environment_it_was_given_nor_a_file()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ env: { vars: { A: 'x' } } }");
        ProcessEnvironment before = home.Environment;
        DateTime written = File.GetLastWriteTimeUtc(home.ConfigPath);

        home.Load().Environment.Get("A").ShouldBe("x");

        before.Get("A").ShouldBeNull();
        File.GetLastWriteTimeUtc(home.ConfigPath).ShouldBe(written);
    }

    [Fact]
    public void The_snapshot_has_the_defaults_of_a_file_and_the_run_time_a_few_more()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ agents: { defaults: {} } }");

        LoadedConfiguration loaded = home.Load();

        loaded.Snapshot.Configuration.Json.At("agents", "defaults", "compaction").ShouldBeNull();
        loaded.Configuration.Json.At("agents", "defaults", "compaction", "mode").AsText().ShouldBe("safeguard");
    }

    [Fact]
    public void A_path_that_starts_at_the_home_directory_becomes_absolute()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .WithConfig("{ agents: { list: [{ id: 'a', name: '~/x', workspace: '~/w', tools: { exec: { pathPrepend: ['~/bin', '~x'] } } }] } }");

        System.Text.Json.Nodes.JsonNode agent = home.Load().Configuration.Json["agents"]!["list"]![0]!;

        agent["workspace"].AsText().ShouldBe(home["w"]);
        agent["name"].AsText().ShouldBe("~/x");
        agent["tools"]!["exec"]!["pathPrepend"].Texts().ShouldBe([home["bin"], "~x"]);
    }

    [Fact]
    public void Another_state_directory_has_its_own_configuration_and_agents()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .WithConfig("{ broken")
            .With("other/moltbot.json", "{ agents: { list: [{ id: 'a', agentDir: '$HOME/other/agents/b/agent' }, { id: 'b' }] } }");

        LoadedConfiguration loaded = ConfigurationLoader.Load(InstallationPaths.At("~/other", home.Environment), home.Environment);

        loaded.Snapshot.Path.ShouldBe(home["other/moltbot.json"]);
        loaded.Error!.Code.ShouldBe(ErrorCode.AgentDirectoryShared);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_read_as_replacement_characters()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("");
        File.WriteAllBytes(home.ConfigPath, [.. Encoding.ASCII.GetBytes("{ auth: { order: { p: ['"), 0xFF, .. Encoding.ASCII.GetBytes("'] } } }")]);

        home.Load().Configuration.Order(ProviderId.Parse("p")).ShouldBe(["\uFFFD"]);
    }
}

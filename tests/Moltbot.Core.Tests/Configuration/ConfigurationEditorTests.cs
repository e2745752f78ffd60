using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Configuration;

public sealed class ConfigurationEditorTests
{
    private const string Stamp = "2026-02-03T04:05:06.070Z";

    private static readonly ConfigurationChange NewProfile = ConfigurationChange.Set(
        ["auth", "profiles", "zai:default"], new JsonObject { ["provider"] = "zai", ["mode"] = "api_key" });

    [Fact]
    public void A_change_of_a_commented_file_changes_its_own_lines_only()
    {
        using ConfigurationHome home = new ConfigurationHome().WithVariable("HOOK_TOKEN", "hook").WithConfig(CommentedConfiguration.Text);

        home.Apply(configuration =>
        [
            .. AuthProfileConfiguration.Enter(configuration, new ConfiguredProfile("anthropic:work", "anthropic", "token", "kim@example.com")),
            NewProfile,
            ConfigurationChange.Set(["agents", "defaults", "model", "primary"], "anthropic/claude-opus-4-5"),
        ]);

        LineDifference.Between(CommentedConfiguration.Text, home.Config()).ShouldBe(
        [
            "-7     lastTouchedAt: '2026-01-20T08:00:00.000Z', // by the gateway",
            "+7     lastTouchedAt: '2026-02-03T04:05:06.070Z', // by the gateway",
            "-20       'anthropic:work': { provider: 'anthropic', mode: 'oauth' }, // expires in May",
            "+20       'anthropic:work': { provider: 'anthropic', mode: 'token', email: 'kim@example.com' }, // expires in May",
            "+23       'zai:default': { provider: 'zai', mode: 'api_key' },",
            "-27         'anthropic:home',",
            "+29         'anthropic:home',",
            "-38       model: { primary: 'openai/gpt-5.2', fallbacks: [] },",
            "+39       model: { primary: 'anthropic/claude-opus-4-5', fallbacks: [] },",
        ]);
    }

    [Fact]
    public void A_missing_file_is_created_with_the_change_for_its_owner_only()
    {
        using ConfigurationHome home = new();

        home.Apply(NewProfile).ShouldBe([ConfigurationHome.ConfigFile]);

        home.Config().ShouldBe("""
            {
              "auth": {
                "profiles": {
                  "zai:default": {
                    "provider": "zai",
                    "mode": "api_key"
                  }
                }
              },
              "meta": {
                "lastTouchedAt": "2026-02-03T04:05:06.070Z"
              }
            }

            """.ReplaceLineEndings("\n"));
        home.FilesBeside().ShouldBe(["moltbot.json"]);
        Unix.Mode(home.ConfigPath).ShouldBe("600");
    }

    [Fact]
    public void The_time_is_stamped_and_the_version_stays_the_gateways()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ meta: { lastTouchedVersion: '2026.1.20', lastTouchedAt: 'once' } }");

        home.Apply(NewProfile);

        home.Load().Snapshot.Configuration.Json["meta"]!.ToJsonString().ShouldBe($$"""{"lastTouchedVersion":"2026.1.20","lastTouchedAt":"{{Stamp}}"}""");
    }

    [Theory]
    [InlineData("{ auth: { profiles: { 'zai:default': { mode: 'api_key', provider: 'zai' } } } }")]
    [InlineData("{ auth: { profiles: { 'zai:default': { mode: '${MODE}', provider: 'zai' } } } }")]
    public void A_change_that_changes_nothing_writes_nothing(string text)
    {
        using ConfigurationHome home = new ConfigurationHome().WithVariable("MODE", "api_key").WithConfig(text);
        string before = home.Fingerprint();

        home.Apply(NewProfile, ConfigurationChange.Remove(["auth", "order", "zai"])).ShouldBeEmpty();

        home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_prepared_edit_tells_the_files_and_writes_nothing()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{}");
        string before = home.Fingerprint();

        home.Prepare(_ => [NewProfile]).Paths.ShouldBe([home.ConfigPath]);

        home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void References_to_variables_stay_references()
    {
        using ConfigurationHome home = new ConfigurationHome().WithVariable("KEY", "sk-secret").WithConfig("{ env: { vars: { A: '${KEY}', B: '$${KEY}' } } }");

        home.Apply(NewProfile);

        home.Config().ShouldContain("{ vars: { A: '${KEY}', B: '$${KEY}' } }");
        home.Config().ShouldNotContain("sk-secret");
    }

    [Fact]
    public void A_new_text_may_refer_to_a_variable()
    {
        using ConfigurationHome home = new ConfigurationHome().WithVariable("KEY", "value").WithConfig("{}");

        home.Apply(ConfigurationChange.Set(["env", "vars", "A"], "${KEY}"));

        home.Config().ShouldContain("\"A\": \"${KEY}\"");
        home.Load().Configuration.Json["env"]!["vars"]!["A"]!.GetValue<string>().ShouldBe("value");
    }

    [Fact]
    public void A_variable_of_the_configuration_may_change_what_refers_to_it()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ env: { A: 'old' }, ui: { seamColor: '${A}' } }");

        home.Apply(ConfigurationChange.Set(["env", "A"], "new"), ConfigurationChange.Set(["env", "B"], "x"), ConfigurationChange.Set(["ui", "assistant"], "${B}"));

        home.Load().Configuration.Json["ui"]!.ToJsonString().ShouldBe("""{"seamColor":"new","assistant":"x"}""");
    }

    [Fact]
    public void The_front_doors_editor_knows_the_variables_of_the_installation()
    {
        using ConfigurationHome home = new ConfigurationHome().With(".clawdbot/.env", "KEY=value\n").WithConfig("{ env: { A: '${KEY}' } }");
        MoltbotInstallation installation = MoltbotInstallation.Open(home.Environment, time: home.Time);

        installation.ConfigurationFile.Prepare(_ => [NewProfile]).Paths.ShouldBe([home.ConfigPath]);
    }

    [Fact]
    public void Changes_are_made_one_after_the_other()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ auth: { order: { a: ['1', '2', '3'] } } }");

        home.Apply(
            ConfigurationChange.Remove(["auth", "order", "a", "2"]),
            ConfigurationChange.Remove(["auth", "order", "a", "0"]),
            ConfigurationChange.Insert(["auth", "order", "a"], 1, "4"),
            ConfigurationChange.Set(["auth", "order", "a", "0"], "5"));

        home.Config().ShouldStartWith("{ auth: { order: { a: ['5', '4'] } }");
    }

    [Fact]
    public void A_linked_file_stays_linked_and_has_its_backup_where_it_really_is()
    {
        using ConfigurationHome home = new ConfigurationHome().With("dotfiles/moltbot.json", "{}").With(".clawdbot/.keep", "");
        SymbolicLink.Make(home.ConfigPath, home["dotfiles/moltbot.json"]);

        home.Apply(NewProfile);

        new FileInfo(home.ConfigPath).LinkTarget.ShouldBe(home["dotfiles/moltbot.json"]);
        home.Read("dotfiles/moltbot.json").ShouldContain("zai:default");
        home.Read("dotfiles/moltbot.json.bak").ShouldBe("{}");
        home.FilesBeside().ShouldBe([".keep", "moltbot.json"]);
    }

    [Fact]
    public void What_a_dangling_link_leads_to_is_not_made()
    {
        using ConfigurationHome home = new ConfigurationHome().With(".clawdbot/.keep", "");
        SymbolicLink.Make(home.ConfigPath, home["dotfiles.json"]);

        Should.Throw<MoltbotException>(() => home.Apply(NewProfile)).Message.ShouldContain("a link to nothing");

        File.Exists(home["dotfiles.json"]).ShouldBeFalse();
    }

    [Fact]
    public void The_file_is_its_owners_only_afterwards()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{}");
        Unix.SetMode(home.ConfigPath, "644");

        home.Apply(NewProfile);

        Unix.Mode(home.ConfigPath).ShouldBe("600");
    }

    [Fact]
    public void A_byte_order_mark_and_line_ends_stay()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("\uFEFF{\r\n\tenv: { A: 'é' },\r\n}\r\n");

        home.Apply(ConfigurationChange.Set(["env", "B"], "ü"));

        home.Config().Length.ShouldBe(File.ReadAllText(home.ConfigPath).Length);
        File.ReadAllBytes(home.ConfigPath)[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        File.ReadAllText(home.ConfigPath).ShouldBe("{\r\n\tenv: { A: 'é', B: 'ü' },\r\n\tmeta: { lastTouchedAt: '2026-02-03T04:05:06.070Z' },\r\n}\r\n");
    }

    [Fact]
    public void The_rule_sees_the_configuration_with_its_variables_and_without_defaults()
    {
        using ConfigurationHome home = new ConfigurationHome().WithVariable("MODE", "token").WithConfig("{ auth: { profiles: { 'a:b': { provider: 'a', mode: '${MODE}' } } } }");
        MoltbotConfiguration? seen = null;

        home.Apply(configuration =>
        {
            seen = configuration;
            return [];
        });

        seen!.Profiles["a:b"].Mode.ShouldBe("token");
        seen.Json.ShouldHaveSingleItem();
    }
}

using System.Text.Json.Nodes;
using Moltbot.Core.Diagnosing;
using Moltbot.Core.Migrating;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Migrating;

/// <summary>The expectations are what openclaw 2026.9.6 was seen to do with such homes (docs/gateway/later.md §1.5, §6).</summary>
public sealed class MigrationCheckTests : IDisposable
{
    private const string Store = ".clawdbot/agents/main/agent/auth-profiles.json";
    private const string Sessions = ".clawdbot/agents/main/sessions/sessions.json";

    private readonly TemporaryInstallation scene = new();

    public void Dispose() => scene.Dispose();

    [Fact]
    public void Of_an_installation_with_nothing_that_is_lost_the_exit_code_is_0()
    {
        scene.File(".clawdbot/clawdbot.json", "{}").Store(new StoreBuilder().ApiKey("anthropic:a"));

        MigrationForecast forecast = Check();

        forecast.ExitCode.ShouldBe(0);
        forecast.HasMoved.ShouldBeFalse();
        Ids(forecast).ShouldBe(["CONFIG_LEFT_BEHIND", "SECRETS_LEFT_BEHIND"], ignoreOrder: true);
    }

    /// <summary>A kind of finding, the file of a home that has it, what is in that file, and where in it.</summary>
    public static TheoryData<string, string, string, string?> Findings => new()
    {
        { "PROFILE_LOST", Store, """{"version":1,"profiles":{"acme:odd":{"type":"certificate","provider":"acme"}}}""", "profiles.acme:odd" },
        { "PROFILE_LOST", Store, """{"version":1,"profiles":{"acme:text":"a text"}}""", "profiles.acme:text" },
        { "PROFILE_LOST", Store, """{"version":1,"profiles":{"acme:nobody":{"type":"api_key","key":"k"}}}""", "profiles.acme:nobody" },
        { "MEMBER_LOST", Store, """{"version":1,"profiles":{"acme:a":{"type":"api_key","provider":"acme","key":"k","note":"n"}}}""", "profiles.acme:a" },
        { "MEMBER_LOST", Store, """{"version":1,"madeBy":"us","profiles":{}}""", null },
        { "TOKEN_BECOMES_UNUSABLE", Store, """{"version":1,"profiles":{"acme:a":{"type":"token","provider":"acme","token":"t","expires":null}}}""", "profiles.acme:a.expires" },
        { "TOKEN_BECOMES_UNUSABLE", Store, """{"version":1,"profiles":{"acme:a":{"type":"token","provider":"acme","token":"t","expires":"soon"}}}""", "profiles.acme:a.expires" },
        { "REFERENCE_BECOMES_UNRESOLVED", Store, """{"version":1,"profiles":{"acme:a":{"type":"api_key","provider":"acme","keyRef":{"source":"exec","provider":"vault","id":"x"}}}}""", "profiles.acme:a" },
        { "PLAIN_SECRET_DROPPED", Store, """{"version":1,"profiles":{"acme:a":{"type":"api_key","provider":"acme","key":"k","keyRef":{"source":"env","provider":"default","id":"X"}}}}""", "profiles.acme:a" },
        { "PROFILE_RENAMED", Store, """{"version":1,"profiles":{"openai-codex:default":{"type":"oauth","provider":"openai-codex","access":"a","refresh":"r","expires":1}}}""", "profiles.openai-codex:default" },
        { "SIGN_IN_BECOMES_USELESS", Store, """{"version":1,"profiles":{"qwen-portal:default":{"type":"oauth","provider":"qwen-portal","access":"a","refresh":"r","expires":1}}}""", "profiles.qwen-portal:default" },
        { "PLUGIN_NEEDED", Store, """{"version":1,"profiles":{"zai:a":{"type":"api_key","provider":"zai","key":"k"}}}""", "profiles.zai:a" },
        { "USAGE_FORGOTTEN", Store, """{"version":1,"profiles":{},"usageStats":{"acme:a":{"lastUsed":1,"weird":2}}}""", "usageStats.acme:a" },
        { "STORE_REFUSED", Store, """{"version":1,"profiles":{"acme:a":""", null },
        { "SECRETS_LEFT_BEHIND", Store + ".bak", "{}", null },
        { "SECRETS_LEFT_BEHIND", ".clawdbot/agents/main/agent/auth.json", "{}", null },
        { "SECRETS_LEFT_BEHIND", ".clawdbot/credentials/oauth.json", "{}", null },
        { "ROTATION_LEFT_BEHIND", ".clawdbot/credentials/rotations/x.json", "{}", null },
        { "SESSIONS_LEFT_BEHIND", Sessions, "{}", null },
        { "FILE_STOPS_GATEWAY", Sessions, "{", null },
        { "CONFIG_IGNORED", ".clawdbot/moltbot.json", "{}", null },
        { "CONFIG_LEFT_BEHIND", ".clawdbot/clawdbot.json", "{}", null },
        { "CONFIG_REFUSED", ".clawdbot/clawdbot.json", """{"$include":"./part.json"}""", "$include" },
        { "COMMENTS_DROPPED", ".clawdbot/clawdbot.json", "{ // why\n}", null },
        { "SETTING_REMOVED", ".clawdbot/clawdbot.json", """{"auth":{"cooldowns":{"billingBackoffHours":3}}}""", "auth.cooldowns" },
        { "SETTING_REMOVED", ".clawdbot/clawdbot.json", """{"bogus":1}""", "bogus" },
        { "SETTING_MOVED", ".clawdbot/clawdbot.json", """{"env":{"NAME":"value"}}""", "env" },
        { "SETTING_MOVED", ".clawdbot/clawdbot.json", """{"agents":{"list":[{"id":"main"}]}}""", "agents.list" },
        { "SETTING_MOVED", ".clawdbot/clawdbot.json", """{"agents":{"defaults":{"models":{"anthropic/claude-opus-4-6":{}}}}}""", "agents.defaults.models" },
        { "KEY_COPIED", ".clawdbot/clawdbot.json", """{"models":{"providers":{"acme":{"baseUrl":"http://127.0.0.1:9/v1","apiKey":"sk-a-key","models":[{"id":"m","name":"m"}]}}}}""", "models.providers.acme.apiKey" },
        { "MODEL_RENAMED", ".clawdbot/clawdbot.json", """{"agents":{"defaults":{"model":{"primary":"anthropic/claude-opus-4-5"}}}}""", "agents.defaults.model.primary" },
        { "MODEL_RENAMED", ".clawdbot/clawdbot.json", """{"agents":{"defaults":{"model":{"fallbacks":["x/y","openai/gpt-5.2"]}}}}""", "agents.defaults.model.fallbacks.1" },
        { "MODEL_RENAMED", ".clawdbot/clawdbot.json", """{"agents":{"list":[{"id":"ops","model":"google/gemini-3-pro-preview"}]}}""", "agents.list.0.model" },
        { "VARIABLE_IGNORED", ".clawdbot/.env", "CLAWDBOT_GATEWAY_TOKEN=tok\n", "CLAWDBOT_GATEWAY_TOKEN" },
    };

    [Theory]
    [MemberData(nameof(Findings))]
    public void What_becomes_of_something_is_said_with_its_place(string id, string file, string content, string? entry)
    {
        scene.File(".clawdbot/part.json", "{}").File(file, content);
        string before = scene.Home.Trace();

        MigrationFinding finding = Check().Findings.Where(finding => finding.Id == id && finding.Entry == entry).ShouldHaveSingleItem();

        finding.Path.ShouldBe(scene.Home[file]);
        finding.StateDirectory.ShouldBe(scene.Home[".clawdbot"]);
        finding.Message.ShouldEndWith(".");
        finding.Advice.ShouldEndWith(".");
        scene.Home.Trace().ShouldBe(before);
    }

    [Fact]
    public void Every_kind_of_finding_is_tried() => MigrationKind.All.Select(kind => kind.Id)
        .Except(Findings.Select(row => row.Data.Item1))
        .ShouldBe(["STATE_DIRECTORY_IGNORED", "ALREADY_MOVED"], ignoreOrder: true, "these have tests of their own");

    [Fact]
    public void A_configuration_in_force_that_is_not_taken_over_is_named_beside_the_one_that_is()
    {
        scene.File(".clawdbot/moltbot.json", "{}").File(".clawdbot/clawdbot.json", "{}");

        MigrationFinding finding = Check().Findings.Where(finding => finding.Id == "CONFIG_IGNORED").ShouldHaveSingleItem();

        finding.Severity.ShouldBe(FindingSeverity.Error);
        finding.Message.ShouldContain("takes over clawdbot.json");
    }

    [Theory]
    [InlineData(".moltbot", "begins with nothing")]
    [InlineData(".clawdbot-work", "--profile work")]
    public void A_directory_that_the_gateway_does_not_move_is_lost(string directory, string word)
    {
        scene.File($"{directory}/clawdbot.json", "{}");

        MigrationFinding finding = scene.Open(scene.Home[directory]).CheckMigration().Findings.Where(finding => finding.Id == "STATE_DIRECTORY_IGNORED").ShouldHaveSingleItem();

        $"{finding.Message} {finding.Advice}".ShouldContain(word);
    }

    [Fact]
    public void A_directory_that_is_a_link_is_not_moved()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Links need a right there.");
        scene.File("data/clawdbot.json", "{}");
        SymbolicLink.Make(scene.Home[".clawdbot"], scene.Home["data"]);

        Ids(Check()).ShouldContain("STATE_DIRECTORY_IGNORED");
    }

    [Fact]
    public void A_directory_is_not_moved_over_one_that_is_there()
    {
        scene.File(".clawdbot/clawdbot.json", "{}");
        Directory.CreateDirectory(scene.Home[".openclaw"]);

        scene.Open(scene.Home[".clawdbot"]).CheckMigration().Findings.ShouldContain(finding => finding.Id == "STATE_DIRECTORY_IGNORED" && finding.Message.Contains("is there already"));
    }

    [Theory]
    [InlineData("openai", "openai:chatgpt-default")]
    [InlineData("acme", "openai:default")]
    public void A_sign_in_with_a_plan_gets_an_id_that_nobody_has(string other, string expected)
    {
        scene.Store(new StoreBuilder().ApiKey($"{other}:default").OAuth("openai-codex:default"));

        Check().Findings.Single(finding => finding.Id == "PROFILE_RENAMED").Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("openai/gpt-5.2", null, "codex")]
    [InlineData("anthropic/claude-opus-4-6", "OPENROUTER_API_KEY", "perplexity")]
    public void Sessions_wait_for_a_plugin_that_has_to_be_installed(string model, string? variable, string plugin)
    {
        scene.Configuration(new ConfigurationBuilder().Model(model)).File(Sessions, "{}");
        if (variable is not null)
            scene.Variable(variable, "sk-or-v1-invented");

        Check().Findings.Single(finding => finding.Id == "SESSIONS_LEFT_BEHIND").Message.ShouldContain($"the plugin {plugin}");
    }

    [Fact]
    public void A_provider_of_secrets_that_the_configuration_declares_is_found_by_the_gateway_too()
    {
        scene.Configuration("""{"secrets":{"providers":{"vault":{"source":"exec","command":"/bin/true"}}}}""")
            .Store(new StoreBuilder().ApiKeyAt("acme:a", SecretReference.Create(SecretReferenceSource.Exec, "vault", "x")));

        Ids(Check()).ShouldNotContain("REFERENCE_BECOMES_UNRESOLVED");
    }

    [Fact]
    public void What_cannot_be_read_is_an_error_and_no_good_news()
    {
        scene.File(Store, "{");

        MigrationForecast forecast = Check();

        forecast.Errors.ShouldHaveSingleItem().Path.ShouldBe(scene.Home[Store]);
        forecast.ExitCode.ShouldBe(1);
    }

    [Fact]
    public void No_finding_shows_a_secret()
    {
        JsonObject odd = new() { ["type"] = "certificate", ["provider"] = "acme", ["sk-ant-api03-SECRETSECRETSECRETSECRET"] = 1 };
        scene.Store(new StoreBuilder().ApiKey("acme:sk-ant-api03-SECRETSECRETSECRETSECRET", key: "sk-ant-api03-SECRETSECRETSECRETSECRET").Profile("acme:odd", odd).Member("sk-ant-api03-SECRETSECRETSECRETSECRET", 1));

        foreach (MigrationFinding finding in Check().Findings)
            $"{finding.Entry} {finding.Message} {finding.Advice}".ShouldNotContain("SECRETSECRET");
    }

    [Fact]
    public void Of_an_installation_that_has_moved_it_is_told_what_was_left_behind()
    {
        MigratedHome.LayOut(scene.Home);
        scene.File(".openclaw/agents/work/sessions/sessions.json", "{}");
        string before = scene.Home.Trace();

        MigrationForecast forecast = Check();

        forecast.HasMoved.ShouldBeTrue();
        Ids(forecast).ShouldBe(["FILE_STOPS_GATEWAY", "CONFIG_LEFT_BEHIND", "SECRETS_LEFT_BEHIND", "SECRETS_LEFT_BEHIND", "ALREADY_MOVED"], ignoreOrder: true);
        forecast.ExitCode.ShouldBe(1);
        scene.Home.Trace().ShouldBe(before);
    }

    [Fact]
    public void Sessions_that_wait_for_a_plugin_stop_nothing()
    {
        MigratedHome.LayOut(scene.Home);
        string sessions = scene.Home.Write(".openclaw/agents/work/sessions/sessions.json", "{}");
        TodayDatabase.Run(
            scene.Home[".openclaw/state/openclaw.sqlite"],
            "CREATE TABLE migration_sources (migration_kind TEXT, source_path TEXT, status TEXT)",
            $"INSERT INTO migration_sources VALUES ('deferred-plugin-session-import', '{sessions}', 'completed')");

        Ids(Check()).ShouldContain("SESSIONS_LEFT_BEHIND");
        Check().ExitCode.ShouldBe(0);
    }

    [Fact]
    public void A_store_that_stands_in_the_way_of_the_gateway_is_an_error()
    {
        MigratedHome.LayOut(scene.Home);
        scene.File(".openclaw/agents/main/agent/auth-profiles.json", "{}");

        Check().Findings.ShouldContain(finding => finding.Id == "FILE_STOPS_GATEWAY" && finding.Path == scene.Home[".openclaw/agents/main/agent/auth-profiles.json"]);
    }

    private MigrationForecast Check() => scene.Open().CheckMigration();

    private static IEnumerable<string> Ids(MigrationForecast forecast) => forecast.Findings.Select(finding => finding.Id);
}

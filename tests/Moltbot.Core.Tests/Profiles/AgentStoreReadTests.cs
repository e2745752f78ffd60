using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>An agent's view of the credentials, read from files that stay as they are (docs/gateway/oauth.md §11).</summary>
public sealed class AgentStoreReadTests : IDisposable
{
    private const string OAuthJson = """{"openai-codex": {"access": "legacy-access", "refresh": "r", "expires": 5}, "broken": 5}""";
    private const string AuthJson = """{"groq": {"type": "api_key", "key": "legacy-key"}, "broken": 5}""";

    private readonly TemporaryInstallation installation = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public void Without_any_file_there_is_no_profile()
    {
        StoreReading reading = installation.AgentStore().Read();

        reading.Store.Profiles.ShouldBeEmpty();
        reading.Errors.ShouldBeEmpty();
        reading.Warnings.ShouldBeEmpty();
        installation.Home.Fingerprint().ShouldBeEmpty();
    }

    [Fact]
    public void A_profile_knows_the_file_that_holds_it()
    {
        installation.Store(new StoreBuilder().ApiKey("a:main")).Store(new StoreBuilder().ApiKey("a:own"), "ops");

        Read("ops").Profiles.Select(profile => profile.StoredIn).ShouldBe([installation.StorePath(), installation.StorePath("ops")]);
    }

    [Fact]
    public void An_agent_without_a_store_sees_mains()
    {
        installation.Store(new StoreBuilder().ApiKey("a:main").Order("a", "a:main"));

        Ids("ops").ShouldBe(["a:main"]);
    }

    [Fact]
    public void The_main_agent_sees_no_other_agents()
    {
        installation.Store(new StoreBuilder().ApiKey("a:own"), "ops");

        Ids().ShouldBeEmpty();
    }

    [Fact]
    public void Older_layouts_are_imported_where_there_is_no_store()
    {
        WriteLegacy();

        AuthProfileStore store = Read();

        store.Profiles.Select(profile => (profile.Id, profile.Kind, profile.StoredIn)).ShouldBe(
        [
            ("groq:default", AuthProfileKind.ApiKey, installation.AgentFile("auth.json")),
            ("openai-codex:default", AuthProfileKind.OAuth, installation.Home[".clawdbot/credentials/oauth.json"]),
        ]);
        store.Find("groq:default")!.Key.Reveal().ShouldBe("legacy-key");
        store.Find("openai-codex:default")!.Access.Reveal().ShouldBe("legacy-access");
    }

    [Fact]
    public void Older_layouts_do_not_count_where_there_is_a_store_even_an_empty_one()
    {
        WriteLegacy();
        installation.Store(new StoreBuilder());

        Ids().ShouldBeEmpty();
    }

    [Fact]
    public void A_file_of_the_current_layout_under_the_older_name_is_not_imported()
    {
        installation.File(".clawdbot/agents/main/agent/auth.json", """{"profiles": {}, "groq": {"type": "api_key", "key": "k"}}""");

        Ids().ShouldBeEmpty();
    }

    [Fact]
    public void An_agents_older_layout_does_not_count_where_main_has_profiles()
    {
        installation.Store(new StoreBuilder().ApiKey("a:main")).File(".clawdbot/agents/ops/agent/auth.json", AuthJson);

        Ids("ops").ShouldBe(["a:main"]);
    }

    [Fact]
    public void An_agents_older_layout_counts_where_main_has_none()
    {
        installation.Store(new StoreBuilder()).File(".clawdbot/agents/ops/agent/auth.json", AuthJson);

        Ids("ops").ShouldBe(["groq:default"]);
    }

    [Theory]
    [InlineData(5, "file-access")]
    [InlineData(15, "store-access")]
    public void The_Qwen_sign_in_is_mirrored_while_the_stores_own_ends_soon(int minutes, string expected)
    {
        WriteQwen(Now.AddHours(5));
        installation.Store(new StoreBuilder().OAuth("qwen-portal:qwen-cli", "store-access", expires: Now.AddMinutes(minutes)));

        Read().Find("qwen-portal:qwen-cli")!.Access.Reveal().ShouldBe(expected);
    }

    [Fact]
    public void The_Qwen_sign_in_appears_without_any_store()
    {
        WriteQwen(Now.AddHours(5));

        AuthProfile profile = Read().Profiles.ShouldHaveSingleItem();

        profile.Id.ShouldBe("qwen-portal:qwen-cli");
        profile.Expires.ShouldBe(Now.AddHours(5).ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData("""{"access_token": "a", "refresh_token": "r"}""")]
    [InlineData("""{"access_token": "", "refresh_token": "r", "expiry_date": 1}""")]
    [InlineData("""{"access_token": "a", "refresh_token": "r", "expiry_date": "1"}""")]
    [InlineData("""{"access_token": "a", "refresh_token": "r", "expiry_date": 1e400}""")]
    [InlineData("[]")]
    public void A_Qwen_sign_in_that_is_not_whole_is_none(string text)
    {
        installation.File(".qwen/oauth_creds.json", text);

        Ids().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(".clawdbot/agents/main/agent/auth.json")]
    [InlineData(".clawdbot/credentials/oauth.json")]
    [InlineData(".qwen/oauth_creds.json")]
    public void An_older_file_that_cannot_be_read_is_a_warning(string path)
    {
        installation.File(path, "{\n  broken");

        StoreReading reading = installation.AgentStore("ops").Read();

        reading.Errors.ShouldBeEmpty();
        MoltbotException warning = reading.Warnings.ShouldHaveSingleItem();
        warning.Path.ShouldBe(installation.Home[path]);
        warning.Line.ShouldBe(2);
    }

    [Fact]
    public void A_store_of_main_that_cannot_be_read_leaves_the_agents_own_in_the_view()
    {
        installation.Store("{").Store(new StoreBuilder().ApiKey("a:own"), "ops");

        StoreReading reading = installation.AgentStore("ops").Read();

        reading.Store.Profiles.Select(profile => profile.Id).ShouldBe(["a:own"]);
        reading.Errors.ShouldHaveSingleItem().Path.ShouldBe(installation.StorePath());
        Should.Throw<MoltbotException>(reading.StoreOrThrow).ShouldBeSameAs(reading.Errors[0]);
    }

    [Fact]
    public void An_agents_store_that_cannot_be_read_leaves_mains_in_the_view()
    {
        installation.Store(new StoreBuilder().ApiKey("a:main")).Store("{", "ops").File(".clawdbot/agents/ops/agent/auth.json", AuthJson);

        StoreReading reading = installation.AgentStore("ops").Read();

        reading.Store.Profiles.Select(profile => profile.Id).ShouldBe(["a:main"]);
        reading.Errors.ShouldHaveSingleItem().Path.ShouldBe(installation.StorePath("ops"));
    }

    /// <summary>Which of the members of a sign-in that has expired are the Qwen command line's, and whether the store's own stays.</summary>
    [Theory]
    [InlineData("a", "r", null, true)]
    [InlineData("other", "r", null, false)]
    [InlineData("a", "other", null, false)]
    [InlineData("a", "r", "a@b.c", false)]
    public void A_sign_in_that_is_the_Qwen_command_lines_already_is_not_mirrored(string access, string refresh, string? email, bool stays)
    {
        DateTimeOffset expires = Now.AddHours(-1);
        installation
            .Store(new StoreBuilder().OAuth("qwen-portal:qwen-cli", access, refresh, expires, email))
            .File(".qwen/oauth_creds.json", $$"""{"access_token": "a", "refresh_token": "r", "expiry_date": {{expires.ToUnixTimeMilliseconds()}}}""");

        AuthProfile read = installation.AgentStore().Read().Store.Find("qwen-portal:qwen-cli").ShouldNotBeNull();

        read.StoredIn.ShouldBe(stays ? installation.StorePath() : installation.Home[".qwen/oauth_creds.json"]);
    }

    [Fact]
    public void Stores_in_an_installation_of_another_gateway_are_not_read_and_that_is_told_once()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a")).Store(new StoreBuilder().ApiKey("zai:b"), "ada").File(".clawdbot/state/openclaw.sqlite", "");

        StoreReading reading = installation.AgentStore("ada").Read();

        reading.Errors.ShouldHaveSingleItem().ShouldBeSameAs(reading.Unseen);
        reading.Store.Profiles.ShouldBeEmpty();
        reading.OwnProblem.ShouldNotBeNull();
    }

    [Fact]
    public void Of_two_files_that_are_no_stores_the_first_is_told_when_something_is_changed()
    {
        installation.Store("{}").Store("{}", "ada");

        installation.AgentStore("ada").Read().NotAStore!.Path.ShouldBe(installation.StorePath());
    }

    [Fact]
    public void Only_an_installation_of_another_gateway_hides_anything()
    {
        installation.Store("{");

        installation.AgentStore().Read().Unseen.ShouldBeNull();
    }

    [Fact]
    public void What_belongs_to_whom_is_not_told_where_not_everything_can_be_read()
    {
        installation.Store("{").Store(new StoreBuilder().ApiKey("zai:b"), "ada");
        AgentContext context = installation.Agent("ada").Context;

        Should.Throw<MoltbotException>(() => context.Owns("zai:b")).Code.ShouldBe(ErrorCode.StoreUnreadable);
        Should.Throw<MoltbotException>(() => context.MainView).Code.ShouldBe(ErrorCode.StoreUnreadable);
    }

    [Fact]
    public void Reading_changes_no_file()
    {
        WriteLegacy();
        WriteQwen(Now.AddHours(5));
        installation.Store(new StoreBuilder().ApiKey("a:own"), "ops");
        string before = installation.Home.Fingerprint();

        installation.AgentStore().Read();
        installation.AgentStore("ops").Read();
        installation.AgentStore("unknown").Read();

        installation.Home.Fingerprint().ShouldBe(before);
    }

    private void WriteLegacy() => installation
        .File(".clawdbot/agents/main/agent/auth.json", AuthJson)
        .File(".clawdbot/credentials/oauth.json", OAuthJson);

    private void WriteQwen(DateTimeOffset expires) => installation.File(
        ".qwen/oauth_creds.json", $$"""{"access_token": "file-access", "refresh_token": "r", "expiry_date": {{expires.ToUnixTimeMilliseconds()}}}""");

    private AuthProfileStore Read(string agent = "main") => installation.AgentStore(agent).Read().StoreOrThrow();

    private IEnumerable<string> Ids(string agent = "main") => Read(agent).Profiles.Select(profile => profile.Id);
}

using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Tests.Files;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>Changing an agent's store loses nothing, wherever it came from.</summary>
public sealed class AgentStoreUpdateTests : IDisposable
{
    private const string AuthJson = """{"groq": {"type": "api_key", "key": "legacy-key"}}""";
    private const string OAuthJson = """{"openai-codex": {"access": "a", "refresh": "r", "expires": 5}}""";

    private static readonly ProviderId Anthropic = ProviderId.Parse("anthropic");

    private readonly TemporaryInstallation installation = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public void A_change_is_in_the_file_and_in_the_view()
    {
        installation.Store(new StoreBuilder().ApiKey("anthropic:a"));

        AuthProfileStore view = Update();

        view.Order(Anthropic).ShouldBe(["anthropic:a"]);
        installation.Stored().Order(Anthropic).ShouldBe(["anthropic:a"]);
        installation.Stored().Profiles.Count.ShouldBe(1);
    }

    [Fact]
    public void Nothing_is_left_beside_the_file()
    {
        installation.Store(new StoreBuilder());

        Update();

        Directory.EnumerateFileSystemEntries(installation.AgentFile("")).ShouldBe([installation.StorePath()]);
    }

    [Fact]
    public void The_file_is_its_owners_only_afterwards()
    {
        installation.Store(new StoreBuilder());
        Unix.SetMode(installation.StorePath(), "644");

        Update();

        Unix.Mode(installation.StorePath()).ShouldBe("600");
    }

    [Fact]
    public void A_change_that_changes_nothing_does_not_touch_the_file()
    {
        installation.Store("{ \"profiles\" : {} }");
        DateTime written = File.GetLastWriteTimeUtc(installation.StorePath());

        Change(document => document.WithoutOrder(Anthropic));

        File.ReadAllText(installation.StorePath()).ShouldBe("{ \"profiles\" : {} }");
        File.GetLastWriteTimeUtc(installation.StorePath()).ShouldBe(written);
    }

    [Fact]
    public void A_change_that_fails_leaves_the_file_and_no_lock()
    {
        installation.Store(new StoreBuilder());
        string before = installation.Home.Fingerprint();

        Should.Throw<InvalidOperationException>(() => Change(_ => throw new InvalidOperationException()));

        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_missing_store_is_created_for_its_owner_only()
    {
        Update();

        installation.Stored().Order(Anthropic).ShouldBe(["anthropic:a"]);
        Unix.Mode(installation.StorePath()).ShouldBe("600");
        Unix.Mode(installation.AgentFile("")).ShouldBe("700");
    }

    [Fact]
    public void A_new_store_holds_what_older_layouts_held()
    {
        WriteLegacy();

        AuthProfileStore view = Update();

        view.Profiles.Select(profile => profile.Id).ShouldBe(["groq:default", "openai-codex:default"]);
        view.Profiles.ShouldAllBe(profile => profile.StoredIn == installation.StorePath());
        installation.Stored().Find("groq:default")!.Key.Reveal().ShouldBe("legacy-key");
    }

    [Fact]
    public void The_agents_older_file_goes_and_the_installations_stays()
    {
        WriteLegacy();

        Update();

        File.Exists(installation.AgentFile("auth.json")).ShouldBeFalse();
        File.ReadAllText(installation.Home[".clawdbot/credentials/oauth.json"]).ShouldBe(OAuthJson);
    }

    [Fact]
    public void An_older_file_of_which_nothing_is_taken_over_stays()
    {
        installation.File(".clawdbot/agents/main/agent/auth.json", "{}").File(".clawdbot/credentials/oauth.json", OAuthJson);

        Update();

        File.Exists(installation.AgentFile("auth.json")).ShouldBeTrue();
    }

    [Fact]
    public void Where_mains_store_cannot_be_read_another_agents_older_file_stays()
    {
        installation.Store("{").File(".clawdbot/agents/ada/agent/auth.json", AuthJson);
        string before = installation.Home.Fingerprint();

        Should.Throw<MoltbotException>(() => Change(own => own, "ada")).Code.ShouldBe(ErrorCode.StoreUnreadable);

        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_new_store_that_somebody_has_filled_meanwhile_stays_when_the_change_fails()
    {
        Should.Throw<InvalidOperationException>(() => Change(_ =>
        {
            installation.Store(new StoreBuilder().ApiKey("anthropic:theirs"));
            throw new InvalidOperationException();
        }));

        installation.Stored().Find("anthropic:theirs").ShouldNotBeNull();
    }

    [Fact]
    public void A_new_store_whose_lock_is_lost_is_not_taken_away_when_the_change_fails()
    {
        Should.Throw<InvalidOperationException>(() => Change(_ =>
        {
            Directory.Delete(installation.StorePath() + ".lock");
            throw new InvalidOperationException();
        }));

        File.Exists(installation.StorePath()).ShouldBeTrue();
    }

    [Fact]
    public void What_a_change_finds_unreadable_is_told_with_its_place()
    {
        installation.Store("""{"profiles": {"a:1": {"\udc00": 1, "type": "api_key", "provider": "a", "key": "k"}}}""");

        MoltbotException error = Should.Throw<MoltbotException>(() => Update());

        (error.Code, error.Path).ShouldBe((ErrorCode.StoreUnreadable, installation.StorePath()));
        error.Message.ShouldStartWith(installation.StorePath());
    }

    [Fact]
    public void An_error_of_a_change_that_is_another_stays_that()
    {
        installation.Store(new StoreBuilder());
        MoltbotException told = new(ErrorCode.ProfileNotFound, "no such profile");

        Should.Throw<MoltbotException>(() => Change(_ => throw told)).ShouldBeSameAs(told);
    }

    [Fact]
    public void An_older_file_stays_where_there_is_a_store()
    {
        WriteLegacy();
        installation.Store(new StoreBuilder());

        Update();

        File.ReadAllText(installation.AgentFile("auth.json")).ShouldBe(AuthJson);
        installation.Stored().Profiles.ShouldBeEmpty();
    }

    [Fact]
    public void An_older_file_that_cannot_be_read_is_not_passed_over()
    {
        installation.File(".clawdbot/agents/main/agent/auth.json", "{ broken");
        string before = installation.Home.Fingerprint();

        MoltbotException error = Should.Throw<MoltbotException>(() => Update());

        error.Code.ShouldBe(ErrorCode.StoreUnreadable);
        error.Path.ShouldBe(installation.AgentFile("auth.json"));
        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void Where_the_store_cannot_be_created_the_older_file_stays()
    {
        WriteLegacy();
        OpenDirectories();
        Unix.SetMode(installation.AgentFile(""), "555");
        string before = installation.Home.Fingerprint();

        MoltbotException error = Should.Throw<MoltbotException>(() => Unprivileged.Run(() => Update()));

        error.Code.ShouldBe(ErrorCode.WriteFailed);
        error.Path.ShouldBe(installation.StorePath());
        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void The_Qwen_sign_in_is_kept_in_a_new_store()
    {
        installation.File(".qwen/oauth_creds.json", $$"""{"access_token": "a", "refresh_token": "r", "expiry_date": {{Now.AddHours(1).ToUnixTimeMilliseconds()}}}""");

        Update();

        installation.Stored().Find("qwen-portal:qwen-cli").ShouldNotBeNull();
    }

    [Fact]
    public void Another_agents_change_is_all_that_is_written()
    {
        installation.Store(new StoreBuilder().ApiKey("anthropic:main").Order("openai", "openai:x").Usage("anthropic:main", errorCount: 1));
        string main = File.ReadAllText(installation.StorePath());

        AuthProfileStore view = Update("ops");

        view.Find("anthropic:main").ShouldNotBeNull();
        view.Order(ProviderId.Parse("openai")).ShouldBe(["openai:x"]);
        File.ReadAllText(installation.StorePath("ops")).ShouldBe(new StoreBuilder().Order("anthropic", "anthropic:a").ToText());
        File.ReadAllText(installation.StorePath()).ShouldBe(main);
    }

    [Fact]
    public void Another_agents_own_profiles_stay_beside_its_change()
    {
        installation.Store(new StoreBuilder().ApiKey("anthropic:main"));
        installation.Store(new StoreBuilder().ApiKey("anthropic:own"), "ops");

        Update("ops");

        installation.Stored("ops").Profiles.Select(profile => profile.Id).ShouldBe(["anthropic:own"]);
    }

    [Fact]
    public void Another_agents_older_file_that_does_not_count_is_left_alone()
    {
        installation.Store(new StoreBuilder().ApiKey("groq:default", "mains-key")).File(".clawdbot/agents/ops/agent/auth.json", AuthJson);

        AuthProfileStore view = Update("ops");

        view.Find("groq:default")!.Key.Reveal().ShouldBe("mains-key");
        File.ReadAllText(installation.AgentFile("auth.json", "ops")).ShouldBe(AuthJson);
    }

    [Fact]
    public void Another_agents_view_stays_the_same_but_for_the_change()
    {
        installation.Store(new StoreBuilder())
            .File(".clawdbot/agents/ops/agent/auth.json", AuthJson)
            .File(".clawdbot/credentials/oauth.json", OAuthJson);
        string[] before = Ids("ops");

        Update("ops");

        Ids("ops").ShouldBe(before);
        before.ShouldBe(["groq:default", "openai-codex:default"]);
        File.Exists(installation.AgentFile("auth.json", "ops")).ShouldBeFalse();
    }

    [Fact]
    public void What_another_agent_inherits_from_mains_older_layouts_is_not_copied()
    {
        WriteLegacy();

        Update("ops");

        installation.Stored("ops").Profiles.ShouldBeEmpty();
        Ids("ops").ShouldBe(["groq:default", "openai-codex:default"]);
        File.Exists(installation.AgentFile("auth.json")).ShouldBeTrue();
    }

    [Fact]
    public void Where_mains_store_cannot_be_read_another_agents_is_not_changed()
    {
        installation.Store("{").Store(new StoreBuilder().Order("anthropic", "anthropic:a"), "ops");
        string before = installation.Home.Fingerprint();

        MoltbotException error = Should.Throw<MoltbotException>(() => Change(document => document.WithoutOrder(Anthropic), "ops"));

        error.Path.ShouldBe(installation.StorePath());
        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_linked_store_is_changed_where_it_is_and_stays_linked()
    {
        string real = installation.Home.Write("vault/real.json", new StoreBuilder().ApiKey("anthropic:a").ToText());
        Link(real);

        Update();

        new FileInfo(installation.StorePath()).LinkTarget.ShouldBe(real);
        File.ReadAllText(real).ShouldContain("\"order\"");
        Directory.EnumerateFileSystemEntries(installation.Home["vault"]).ShouldBe([real]);
    }

    [Fact]
    public void A_link_to_a_store_on_a_share_that_is_not_there_now_gets_none()
    {
        Link(installation.Home["share/real.json"]);

        Should.Throw<MoltbotException>(() => Update()).Message.ShouldContain("a link to nothing");

        Directory.Exists(installation.Home["share"]).ShouldBeFalse();
    }

    [Fact]
    public void An_agent_whose_store_is_a_link_to_mains_changes_mains()
    {
        installation.Store(new StoreBuilder().ApiKey("anthropic:a"));
        Link(installation.StorePath(), "ops");

        Update("ops");

        installation.Stored().Order(Anthropic).ShouldBe(["anthropic:a"]);
        new FileInfo(installation.StorePath("ops")).LinkTarget.ShouldBe(installation.StorePath());
    }

    private void WriteLegacy() => installation
        .File(".clawdbot/agents/main/agent/auth.json", AuthJson)
        .File(".clawdbot/credentials/oauth.json", OAuthJson);

    private void Link(string target, string agent = "main")
    {
        Directory.CreateDirectory(installation.AgentFile("", agent));
        SymbolicLink.Make(installation.StorePath(agent), target);
    }

    /// <summary>Lets everyone into the home.</summary>
    private void OpenDirectories()
    {
        Unix.SetMode(installation.Home.Path, "755");
        foreach (string directory in Directory.EnumerateDirectories(installation.Home.Path, "*", SearchOption.AllDirectories))
            Unix.SetMode(directory, "755");
    }

    private AuthProfileStore Update(string agent = "main") => Change(document => document.WithOrder(Anthropic, ["anthropic:a"]), agent);

    private AuthProfileStore Change(Func<StoreContent, StoreContent> change, string agent = "main") =>
        installation.AgentStore(agent).Commit(StoreChange.Of(change), TestContext.Current.CancellationToken);

    private string[] Ids(string agent) => [.. installation.AgentStore(agent).Read().StoreOrThrow().Profiles.Select(profile => profile.Id)];
}

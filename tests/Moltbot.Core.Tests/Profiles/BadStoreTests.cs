using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Tests.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>A store that cannot be read is an error that says where, and it stays as it is, whatever is asked.</summary>
public sealed class BadStoreTests : IDisposable
{
    private static readonly ProviderId Anthropic = ProviderId.Parse("anthropic");

    private readonly TemporaryInstallation installation = new();

    private string StorePath => installation.StorePath();

    public void Dispose() => installation.Dispose();

    [Theory]
    [InlineData("profiles: {}", 1, 1, "not valid JSON")]
    [InlineData("", 1, 1, "not valid JSON")]
    [InlineData("{\n  \"version\": 1,\n  \"profiles\": {\n    \"a:1\": {\"type\": \"api_key\", \"provider\": \"a\", \"key\": \"sk-secret-", 4, 67, "not valid JSON")]
    [InlineData("{", 1, 2, "not valid JSON")]
    [InlineData("{\"profiles\": {}, \"usageStats\": {\"a\": ", 1, 38, "not valid JSON")]
    [InlineData("{\r\n  \"profiles\": {},\r\n}", 3, 1, "not valid JSON")]
    [InlineData("// a comment\n{}", 1, 1, "not valid JSON")]
    [InlineData("{\"profiles\": {}} {}", 1, 18, "not valid JSON")]
    [InlineData("\uFEFF{\"profiles\": {}}", 1, 1, "byte order mark")]
    public void What_is_not_JSON_is_an_error_at_its_place(string text, int line, int column, string reason)
    {
        installation.Store(text);

        foreach (MoltbotException error in Errors())
        {
            error.Code.ShouldBe(ErrorCode.StoreUnreadable);
            error.Path.ShouldBe(StorePath);
            (error.Line, error.Column).ShouldBe((line, column));
            error.Message.ShouldContain($"{StorePath} (line {line}, column {column})");
            error.Message.ShouldContain(reason);
            error.Message.ShouldContain("Nothing was changed. Repair the file");
            error.ToString().ShouldNotContain("sk-secret");
        }
    }

    [Fact]
    public async Task A_part_of_a_store_that_is_being_written_is_read_once_it_is_whole()
    {
        string whole = new StoreBuilder().ApiKey("zai:a").ToText();
        installation.Store(whole[..(whole.Length / 2)]);
        string writersLock = Directory.CreateDirectory(StorePath + ".lock").FullName;

        using FileReads reads = new();

        Task<StoreReading> reading = Task.Run(() => installation.AgentStore().Read());
        SpinWait.SpinUntil(() => reads.Paths.Count > 0 || reading.IsCompleted);
        installation.Store(whole);
        Directory.Delete(writersLock);

        (await reading).StoreOrThrow().Find("zai:a").ShouldNotBeNull();
    }

    [Fact]
    public void Text_in_another_encoding_is_an_error_at_its_place()
    {
        installation.Store("");
        File.WriteAllBytes(StorePath, Encoding.Latin1.GetBytes("{\"profiles\": {},\n \"note\": \"é\"}"));

        foreach (MoltbotException error in Errors())
        {
            error.Message.ShouldContain("UTF-8");
            (error.Line, error.Column).ShouldBe((2, 11));
        }
    }

    [Fact]
    public void Text_in_UTF16_is_an_error()
    {
        installation.Store("");
        File.WriteAllText(StorePath, "{\"profiles\": {}}", Encoding.Unicode);

        Errors().ShouldAllBe(error => error.Message.Contains("UTF-8"));
    }

    [Fact]
    public void Nesting_without_end_is_an_error()
    {
        installation.Store("{\"profiles\": {}, \"x\": " + new string('[', 100_000) + new string(']', 100_000) + "}");

        Errors().ShouldAllBe(error => error.Message.Contains("nested more than 1000 levels"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[{\"profiles\": {}}]")]
    [InlineData("42")]
    [InlineData("\"profiles\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("{\"profiles\": null}")]
    [InlineData("{\"profiles\": \"none\"}")]
    [InlineData("{\"Profiles\": {}}")]
    public void JSON_that_is_no_store_is_a_warning_when_read_and_an_error_when_changed(string text)
    {
        installation.Store(text);
        string before = installation.Home.Fingerprint();

        StoreReading reading = installation.AgentStore().Read();
        MoltbotException error = Should.Throw<MoltbotException>(() => Change());

        reading.Store.Profiles.ShouldBeEmpty();
        reading.Errors.ShouldBeEmpty();
        reading.Warnings.ShouldHaveSingleItem().Message.ShouldBe(error.Message);
        error.Code.ShouldBe(ErrorCode.StoreUnreadable);
        error.Message.ShouldContain($"{StorePath} is not a credential store: it has no \"profiles\". Nothing was changed. Repair the file");
        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void Profiles_in_a_list_are_taken_as_the_gateway_takes_them()
    {
        installation.Store("""{"profiles": [{"type": "api_key", "provider": "a", "key": "k"}]}""");

        Change();

        installation.Stored().Profiles.ShouldHaveSingleItem().Id.ShouldBe("0");
    }

    [Fact]
    public void A_directory_in_place_of_the_store_is_an_error()
    {
        Directory.CreateDirectory(StorePath);

        foreach (MoltbotException error in Errors())
        {
            error.Code.ShouldBe(ErrorCode.StoreUnreadable);
            error.Path.ShouldBe(StorePath);
            error.Message.ShouldContain($"{StorePath}: it is a directory. Move the directory away");
        }
    }

    [Fact]
    public void A_file_in_place_of_the_agents_directory_is_an_error_when_changed()
    {
        installation.File(".clawdbot/agents/main/agent", "not a directory");
        string before = installation.Home.Fingerprint();

        installation.AgentStore().Read().Store.Profiles.ShouldBeEmpty();
        MoltbotException error = Should.Throw<MoltbotException>(() => Change());

        error.Code.ShouldBe(ErrorCode.WriteFailed);
        error.Path.ShouldBe(StorePath);
        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_store_that_may_not_be_read_is_an_error()
    {
        installation.Store(new StoreBuilder());
        OpenDirectories("777");
        Unix.SetMode(StorePath, "000");

        foreach (MoltbotException error in Unprivileged.Run(ErrorsOfReadAndChange))
        {
            error.Code.ShouldBe(ErrorCode.StoreUnreadable);
            error.Path.ShouldBe(StorePath);
            error.Message.ShouldContain($"{StorePath}: it cannot be opened. Check its owner and permissions");
        }
    }

    [Fact]
    public void A_store_in_a_directory_that_may_not_be_entered_is_an_error()
    {
        installation.Store(new StoreBuilder().ApiKey("anthropic:a"));
        OpenDirectories("777");
        Unix.SetMode(installation.AgentFile(""), "000");

        foreach (MoltbotException error in Unprivileged.Run(ErrorsOfReadAndChange))
        {
            error.Code.ShouldBe(ErrorCode.StoreUnreadable);
            error.Message.ShouldContain("Check its owner and permissions");
        }
    }

    [Fact]
    public void A_directory_that_may_not_be_written_is_an_error_when_changed()
    {
        installation.Store(new StoreBuilder());
        OpenDirectories("755");
        Unix.SetMode(StorePath, "666");
        Unix.SetMode(installation.AgentFile(""), "555");
        string before = installation.Home.Fingerprint();

        MoltbotException error = Should.Throw<MoltbotException>(() => Unprivileged.Run(Change));

        error.Code.ShouldBe(ErrorCode.WriteFailed);
        error.Path.ShouldBe(StorePath);
        error.Message.ShouldContain("nothing was changed");
        error.Message.ShouldContain("who may write there");
        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_link_to_itself_is_an_error()
    {
        Directory.CreateDirectory(installation.AgentFile(""));
        SymbolicLink.Make(StorePath, "auth-profiles.json");

        foreach (MoltbotException error in Errors())
        {
            error.Path.ShouldBe(StorePath);
            error.Message.ShouldContain("Remove or correct the link");
        }
    }

    [Fact]
    public void A_dangling_link_is_a_store_that_cannot_be_read()
    {
        Directory.CreateDirectory(installation.AgentFile(""));
        SymbolicLink.Make(StorePath, installation.Home["missing/store.json"]);
        string before = installation.Home.Fingerprint();

        StoreReading reading = installation.AgentStore().Read();

        reading.Errors.ShouldHaveSingleItem().Message.ShouldContain("a link to nothing");
        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void Windows_line_ends_do_no_harm()
    {
        installation.Store(new StoreBuilder().ApiKey("anthropic:a").ToText().Replace("\n", "\r\n", StringComparison.Ordinal));

        Change();

        installation.Stored().Find("anthropic:a").ShouldNotBeNull();
        File.ReadAllText(StorePath).ShouldNotContain("\r");
    }

    [Fact]
    public void Of_a_profile_that_is_there_twice_the_last_counts_and_a_change_keeps_the_rest()
    {
        installation.Store("""
            {"profiles": {
              "a:1": {"type": "api_key", "provider": "a", "key": "first"},
              "b:1": {"type": "api_key", "provider": "b", "key": "kept"},
              "a:1": {"type": "api_key", "provider": "a", "key": "last"}
            }}
            """);

        Change();

        installation.Stored().Profiles.Select(profile => profile.Key.Reveal()).ShouldBe(["last", "kept"]);
    }

    [Fact]
    public void Numbers_beyond_all_bounds_do_no_harm()
    {
        installation.Store("""
            {"version": 1e400, "profiles": {"a:1": {"type": "oauth", "provider": "a", "access": "x", "expires": 1e400}},
             "usageStats": {"a:1": {"lastUsed": -1e400, "cooldownUntil": 1e400, "disabledUntil": 12345678901234567890123456789, "errorCount": 1e400}}}
            """);

        installation.Agent("main").GetProfiles().Profiles.ShouldHaveSingleItem().ToJson().ToJsonString().ShouldContain("\"errorCount\":2147483647");
        installation.Agent("main").GetModelStatus().ToJson().ToJsonString().ShouldContain("a:1");
        Change();

        File.ReadAllText(StorePath).ShouldContain("\"disabledUntil\": 12345678901234567890123456789");
        File.ReadAllText(StorePath).ShouldContain("\"version\": 1e400");
    }

    [Fact]
    public void Half_a_surrogate_pair_survives_a_change()
    {
        installation.Store("""{"profiles": {}, "usageStats": {"a:1": {"lastError": "cut \ud83d"}}}""");

        Change();

        File.ReadAllText(StorePath).ShouldContain("\"cut \\ud83d\"");
    }

    /// <summary>The errors of reading and of changing, after which every file has to be as it was.</summary>
    private MoltbotException[] Errors()
    {
        string before = installation.Home.Fingerprint();
        MoltbotException[] errors = ErrorsOfReadAndChange();
        installation.Home.Fingerprint().ShouldBe(before);
        return errors;
    }

    private MoltbotException[] ErrorsOfReadAndChange() =>
        [installation.AgentStore().Read().Errors.ShouldHaveSingleItem(), Should.Throw<MoltbotException>(() => Change())];

    private AuthProfileStore Change() =>
        installation.AgentStore().Commit(StoreChange.Of(own => own.WithOrder(Anthropic, ["anthropic:a"])), TestContext.Current.CancellationToken);

    private void OpenDirectories(string mode)
    {
        Unix.SetMode(installation.Home.Path, mode);
        foreach (string directory in Directory.EnumerateDirectories(installation.Home.Path, "*", SearchOption.AllDirectories))
            Unix.SetMode(directory, mode);
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

/// <summary>What hosts and disks can do to a refresh and a login. Nothing is ever lost, and the next command goes on.</summary>
public sealed class BadAnswerTests
{
    private const string Old = "refresh-token-of-before";
    private const string New = "refresh-token-from-the-host";
    private const string Endpoints = ".moltbot/providers.endpoints.json";
    private const string Good = $$"""{"access_token":"access-token-from-the-host","refresh_token":"{{New}}","expires_in":3600}""";

    private static readonly string[] Refresh = ["models", "auth", "refresh"];

    public static TheoryData<string, string> Useless => new()
    {
        { "a web page", "a web page in the place of JSON" },
        { "a web page of a failure", "a web page in the place of JSON (HTTP 502)" },
        { "nothing", "an empty answer" },
        { "a hundred megabytes", "answered more than such a question can bring" },
        { "a trickle", "did not answer in time" },
    };

    [Theory]
    [MemberData(nameof(Useless))]
    public async Task What_is_no_answer_is_told_and_the_sign_in_stays_and_is_renewed_by_the_next_command(string answer, string words)
    {
        Func<Stream, CancellationToken, Task> next = answer switch
        {
            "a web page" => AnsweringHost.Saying("<!doctype html><title>Sign in to the hotel's network</title>", "text/html"),
            "a web page of a failure" => AnsweringHost.Saying("<html>Bad gateway</html>", "text/html", "502 Bad Gateway"),
            "nothing" => AnsweringHost.Saying(""),
            "a hundred megabytes" => AnsweringHost.SayTooMuch,
            _ => AnsweringHost.Trickle,
        };
        await using AnsweringHost host = new((stream, cancellation) => next(stream, cancellation));
        using CommandScene scene = SceneAt(host);
        string before = File.ReadAllText(scene.StorePath);

        CommandOutcome outcome = scene.Run(Refresh);

        outcome.ExitCode.ShouldBe(1);
        outcome.Errors.ShouldContain(words);
        outcome.Errors.ShouldContain("OAuth token refresh failed for openai-codex");
        File.ReadAllText(scene.StorePath).ShouldBe(before);
        host.Requests.ShouldBe(1);
        next = AnsweringHost.Saying(Good);
        SignInServer.ShouldSucceed(scene.Run(Refresh));
        SignInServer.Stored(scene)["refresh"]!.GetValue<string>().ShouldBe(New);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","expires_in":0""")]
    [InlineData(""","expires_in":-3600""")]
    [InlineData(""","expires_in":1e300""")]
    [InlineData(""","expires_in":"soon" """)]
    [InlineData(""","expires_in":"3600" """)]
    public async Task A_token_is_kept_however_long_it_is_said_to_last(string lasting)
    {
        await using AnsweringHost host = new(AnsweringHost.Saying($$"""{"access_token":"access-token-from-the-host","refresh_token":"{{New}}"{{lasting}}}"""));
        using CommandScene scene = SceneAt(host);

        SignInServer.ShouldSucceed(scene.Run(Refresh));

        JsonObject stored = SignInServer.Stored(scene);
        stored["refresh"]!.GetValue<string>().ShouldBe(New);
        stored["expires"]!.GetValue<double>().ShouldBeInRange(0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        scene.Run("models", "status").ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData(86_400, 90_000, "minutes behind the provider's")]
    [InlineData(-90_000, -86_400, "minutes ahead of the provider's")]
    public async Task A_clock_that_is_off_is_an_error_of_a_refresh_and_what_came_is_kept_and_used(int issuedIn, int endsIn, string words)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        string claims = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"iat":{{now + issuedIn}},"exp":{{now + endsIn}}}"""));
        await using AnsweringHost host = new(AnsweringHost.Saying($$"""{"access_token":"h.{{claims}}.s","refresh_token":"{{New}}","expires_in":3600}"""));
        using CommandScene scene = SceneAt(host);

        CommandOutcome outcome = scene.Run(Refresh);

        outcome.ExitCode.ShouldBe(1);
        outcome.Errors.ShouldContain(words);
        outcome.Errors.ShouldContain("Set it");
        SignInServer.Stored(scene)["refresh"]!.GetValue<string>().ShouldBe(New);
        SignInServer.ShouldSucceed(scene.Run("models", "auth", "credential", "--profile-id", SignInServer.ProfileId));
        SignInServer.Expire(scene, "main");
        SignInServer.ShouldSucceed(scene.Run("models", "auth", "credential", "--profile-id", SignInServer.ProfileId));
        host.Requests.ShouldBe(2);
    }

    [Fact]
    public async Task A_person_who_signs_in_at_a_host_that_trickles_waits_no_longer_than_was_said()
    {
        await using AnsweringHost host = new(AnsweringHost.Trickle);
        using CommandScene scene = SceneAt(host);

        scene.Run("models", "auth", "login", "--provider", "qwen-portal", "--no-browser", "--timeout", "500ms").Errors.ShouldContain("Nobody signed in");
    }

    [Theory]
    [InlineData("a web page", "a web page in the place of JSON")]
    [InlineData("a hundred megabytes", "answered more than such a question can bring")]
    public async Task A_person_who_signs_in_where_no_answer_comes_is_told_so(string answer, string words)
    {
        await using AnsweringHost host = new(answer == "a web page" ? AnsweringHost.Saying("<html>Hotel</html>", "text/html") : AnsweringHost.SayTooMuch);
        using CommandScene scene = SceneAt(host);
        string before = File.ReadAllText(scene.StorePath);

        CommandOutcome outcome = scene.Run("models", "auth", "login", "--provider", "qwen-portal", "--no-browser");

        outcome.ExitCode.ShouldBe(1);
        outcome.Errors.ShouldContain(words);
        File.ReadAllText(scene.StorePath).ShouldBe(before);
    }

    [Fact]
    public async Task Nothing_is_sent_where_the_new_token_could_not_be_stored()
    {
        await using AnsweringHost host = new(AnsweringHost.Saying(Good));
        using CommandScene scene = SceneAt(host);
        string directory = Path.GetDirectoryName(scene.StorePath)!;
        Unix.SetMode(directory, "555");
        try
        {
            CommandOutcome outcome = scene.RunUnprivileged(Refresh);

            outcome.ExitCode.ShouldBe(1);
            outcome.Errors.ShouldContain(directory);
            host.Requests.ShouldBe(0);
        }
        finally
        {
            Unix.SetMode(directory, "755");
        }

        SignInServer.ShouldSucceed(scene.Run(Refresh));
    }

    [Fact]
    public async Task A_token_for_which_the_disk_has_no_room_is_kept_beside_the_stores()
    {
        await using AnsweringHost host = new(AnsweringHost.Saying(Good));
        using CommandScene scene = SceneAt(host);
        string store = File.ReadAllText(scene.StorePath);
        using SmallDisk disk = SmallDisk.MountAt(Path.GetDirectoryName(scene.StorePath)!);
        File.WriteAllText(scene.StorePath, store);
        disk.Fill();

        CommandOutcome outcome = scene.Run(Refresh);

        outcome.ExitCode.ShouldBe(1);
        outcome.Errors.ShouldContain("The new sign-in is kept in");
        File.ReadAllText(scene.StorePath).ShouldBe(store);
        disk.Clear();
        SignInServer.ShouldSucceed(scene.Run(Refresh));
        SignInServer.Stored(scene)["refresh"]!.GetValue<string>().ShouldBe(New);
        host.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_sent_where_the_disk_has_no_room_for_an_answer()
    {
        await using AnsweringHost host = new(AnsweringHost.Saying(Good));
        using CommandScene scene = SceneAt(host);
        Directory.CreateDirectory(scene.Home[".moltbot/credentials/renewals"]);
        using SmallDisk disk = SmallDisk.MountAt(scene.Home[".moltbot/credentials"]);
        Directory.CreateDirectory(scene.Home[".moltbot/credentials/renewals"]);
        disk.Fill();

        CommandOutcome outcome = scene.Run(Refresh);

        outcome.ExitCode.ShouldBe(1);
        outcome.Errors.ShouldContain(".moltbot/credentials/renewals");
        host.Requests.ShouldBe(0);
        disk.Clear();
        SignInServer.ShouldSucceed(scene.Run(Refresh));
    }

    /// <summary>A sign-in that has expired, and whose provider is at a host.</summary>
    private static CommandScene SceneAt(AnsweringHost host)
    {
        CommandScene scene = new CommandScene().WithConfig("{}").WithStore(new StoreBuilder().Profile(SignInServer.ProfileId, new JsonObject
        {
            ["type"] = "oauth", ["provider"] = "openai-codex", ["access"] = "access-token-of-before", ["refresh"] = Old, ["expires"] = 1, ["accountId"] = "a",
        }));
        scene.WithFile(Endpoints, new JsonObject
        {
            ["openai-codex"] = new JsonObject { ["https://auth.openai.com"] = host.Address },
            ["qwen-portal"] = new JsonObject { ["https://chat.qwen.ai"] = host.Address },
        }.ToJsonString());
        Unix.SetMode(scene.Home[Endpoints], "600");
        return scene;
    }
}

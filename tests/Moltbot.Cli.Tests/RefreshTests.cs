using System.Text.Json.Nodes;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class RefreshTests(SignInServer signIns) : IClassFixture<SignInServer>
{
    private static readonly TimeSpan Expired = TimeSpan.FromHours(-1);
    private static readonly TimeSpan Lasting = TimeSpan.FromHours(3);

    [Fact]
    public async Task A_sign_in_that_has_expired_is_renewed_for_all_agents()
    {
        using CommandScene scene = await signIns.SceneAsync(Expired, "main", "ada", "bob");
        string before = Text(scene, "refresh");

        CommandOutcome outcome = SignInServer.ShouldSucceed(scene.Run("models", "auth", "refresh", "--json"));

        outcome.Json["profiles"]!.AsArray().Count.ShouldBe(3);
        outcome.Json["profiles"]![0]!["outcome"]!.GetValue<string>().ShouldBe("Renewed");
        Text(scene, "refresh").ShouldNotBe(before);
        Text(scene, "refresh", "ada").ShouldBe(Text(scene, "refresh"));
        Text(scene, "access", "bob").ShouldBe(Text(scene, "access"));
        Directory.Exists(scene.Home[".moltbot/credentials/renewals"]).ShouldBeTrue();
        Directory.EnumerateFiles(scene.Home[".moltbot/credentials/renewals"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sign_in_that_lasts_is_left_alone_unless_it_is_forced()
    {
        using CommandScene scene = await signIns.SceneAsync(Lasting, "main");
        string before = scene.Home.Fingerprint();

        SignInServer.ShouldSucceed(scene.Run("models", "auth", "refresh")).Output.ShouldContain("nothing to do");
        scene.Home.Fingerprint().ShouldBe(before);

        SignInServer.ShouldSucceed(scene.Run("models", "auth", "refresh", "--expiring-within", "4h")).Output.ShouldContain("renewed, expires");
        SignInServer.ShouldSucceed(scene.Run("models", "auth", "refresh", "--force")).Output.ShouldContain("renewed, expires");
    }

    [Fact]
    public async Task A_sign_in_that_the_provider_has_ended_says_how_to_sign_in_again_and_stays()
    {
        using CommandScene scene = await signIns.SceneAsync(Expired, "main");
        JsonObject stored = SignInServer.Stored(scene);
        stored["refresh"] = "no-token-of-this-server";
        scene.WithStore(new StoreBuilder().Profile(SignInServer.ProfileId, stored.DeepClone()));

        CommandOutcome outcome = scene.Run("models", "auth", "refresh");

        outcome.Errors.ShouldContain("invalid_grant");
        outcome.Errors.ShouldContain("moltbot models auth login --provider openai-codex");
        outcome.ExitCode.ShouldBe(1);
        outcome.Output.ShouldContain("not renewed");
        Text(scene, "refresh").ShouldBe("no-token-of-this-server");
        int requests = signIns.Server.TokenRequests.Count;
        scene.Run("models", "auth", "refresh").ExitCode.ShouldBe(1);
        signIns.Server.TokenRequests.Count.ShouldBe(requests);
    }

    [Fact]
    public async Task A_status_tells_what_renews_itself_from_what_does_not_any_more()
    {
        using CommandScene scene = await signIns.SceneAsync(Expired, "main");
        scene.WithConfig("""{ "agents": { "defaults": { "model": { "primary": "openai-codex/gpt-5.2" } } } }""");

        scene.Run("models", "status", "--check").ExitCode.ShouldBe(1);
        CommandOutcome renewable = scene.Run("models", "status", "--check-refreshable");
        renewable.ExitCode.ShouldBe(0);
        renewable.Output.ShouldContain("expired (renews itself)");

        JsonObject stored = SignInServer.Stored(scene);
        stored["refresh"] = "ended-by-this-server";
        scene.WithStore(new StoreBuilder().Profile(SignInServer.ProfileId, stored.DeepClone()));
        scene.Run("models", "auth", "refresh").ExitCode.ShouldBe(1);

        CommandOutcome ended = scene.Run("models", "status", "--check-refreshable");
        ended.ExitCode.ShouldBe(1);
        ended.Output.ShouldContain("expired (sign in again: moltbot models auth login --provider openai-codex)");
        scene.Run("models", "auth", "candidates", "--provider", "openai-codex").Output.ShouldContain("does not renew it any more");
    }

    [Fact]
    public async Task A_credential_that_is_used_is_renewed_first()
    {
        using CommandScene scene = await signIns.SceneAsync(Expired, "main");
        string before = Text(scene, "access");

        scene.Run("models", "auth", "credential", "--profile-id", SignInServer.ProfileId, "--no-refresh").Errors.ShouldContain("expired");
        SignInServer.ShouldSucceed(scene.Run("models", "auth", "credential", "--profile-id", SignInServer.ProfileId, "--json"));

        Text(scene, "access").ShouldNotBe(before);
    }

    [Fact]
    public async Task Candidates_are_told_after_a_sign_in_was_renewed_unless_that_is_not_wanted()
    {
        using CommandScene scene = await signIns.SceneAsync(Expired, "main");
        string before = scene.Home.Fingerprint();

        SignInServer.ShouldSucceed(scene.Run("models", "auth", "candidates", "--provider", "openai-codex", "--no-refresh")).Output.ShouldContain("renewed with its first use");
        scene.Home.Fingerprint().ShouldBe(before);
        SignInServer.ShouldSucceed(scene.Run("models", "auth", "candidates", "--provider", "openai-codex")).Output.ShouldNotContain("expired");
        scene.Home.Fingerprint().ShouldNotBe(before);
    }

    [Fact]
    public async Task A_program_gets_a_token_that_was_renewed_for_it()
    {
        using CommandScene scene = await signIns.SceneOfQwenAsync(Expired);
        string before = File.ReadAllText(scene.StorePath);

        SignInServer.ShouldSucceed(scene.Run("run", "--provider", "qwen-portal", "--", "sh", "-c", "test -n \"$QWEN_OAUTH_TOKEN\""));

        File.ReadAllText(scene.StorePath).ShouldNotBe(before);
    }

    [Fact]
    public async Task What_is_sent_elsewhere_is_warned_of()
    {
        using CommandScene scene = await signIns.SceneAsync(Lasting, "main");

        SignInServer.ShouldSucceed(scene.Run("models", "auth", "refresh")).Errors.ShouldContain("providers.endpoints.json");
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("")]
    public void What_is_no_duration_is_refused(string duration)
    {
        using CommandScene scene = new CommandScene().WithConfig("{}");

        scene.Run("models", "auth", "refresh", "--expiring-within", duration).ShouldFail("--expiring-within", "not a duration");
    }

    [Fact]
    public void Without_a_sign_in_there_is_nothing_to_do()
    {
        using CommandScene scene = new CommandScene().WithConfig("{}").WithStore(new StoreBuilder().ApiKey("openai:a"));

        scene.Run("models", "auth", "refresh").ShouldSucceed().Output.ShouldContain("no sign-ins");
        scene.Run("models", "auth", "refresh", "--profile-id", "openai:a").ShouldFail("no sign-in");
    }

    [Theory]
    [InlineData("models auth credential --profile-id openai-codex:default --agent ada", true)]
    [InlineData("models auth candidates --provider openai-codex --agent ada", true)]
    [InlineData("models auth credential --profile-id openai-codex:default --agent ada --no-refresh", false)]
    [InlineData("models status --agent ada", false)]
    public async Task A_copy_that_is_behind_mains_is_brought_up_by_the_next_use_which_sends_nothing(string command, bool isBroughtUp)
    {
        using CommandScene scene = await signIns.SceneAsync(Lasting, "main", "ada");
        JsonObject behind = SignInServer.Stored(scene);
        string access = Text(scene, "access");
        behind["access"] = "access-token-of-before";
        behind["expires"] = 1;
        scene.WithStore("ada", new StoreBuilder().Profile(SignInServer.ProfileId, behind.DeepClone()));
        int before = signIns.Server.TokenRequests.Count;

        scene.Run(command.Split(' '));

        Text(scene, "access", "ada").ShouldBe(isBroughtUp ? access : "access-token-of-before");
        Text(scene, "access").ShouldBe(access);
        signIns.Server.TokenRequests.Count.ShouldBe(before);
    }

    [Fact]
    public void A_provider_that_nobody_knows_is_an_error_with_those_that_may_be_meant()
    {
        using CommandScene scene = new CommandScene().WithConfig("{}");

        scene.Run("models", "auth", "refresh", "--provider", "openai-codx").ShouldFail("No provider is called openai-codx", "There is: openai-codex");
        scene.Run("models", "auth", "refresh", "--provider", "frobnicate").ShouldFail("No provider is called frobnicate", "qwen-portal");
        scene.Run("models", "auth", "refresh", "--provider", "qwen-portal").ShouldSucceed().Output.ShouldContain("no sign-ins of qwen-portal");
    }

    [Fact]
    public async Task Whoever_needs_a_sign_in_at_the_same_time_sends_its_token_once()
    {
        using CommandScene scene = await signIns.SceneAsync(Expired, "main", "ada", "bob");
        string[] agents = ["main", "ada", "bob"];
        int reuses = signIns.Server.Reuses;
        for (int round = 0; round < 3; round++)
        {
            foreach (string agent in agents)
                SignInServer.Expire(scene, agent);

            int before = signIns.Server.TokenRequests.Count;
            RunningCommand[] commands = scene.StartTogether(Enumerable.Range(0, 8).Select(number => new[] { "models", "auth", "credential", "--profile-id", SignInServer.ProfileId, "--agent", agents[number % agents.Length] }));

            foreach (RunningCommand command in commands)
                SignInServer.ShouldSucceed(command.Outcome());

            (signIns.Server.TokenRequests.Count - before).ShouldBe(1);
            agents.Select(agent => Text(scene, "refresh", agent)).Distinct().Count().ShouldBe(1);
        }

        signIns.Server.Reuses.ShouldBe(reuses);
    }

    [Fact]
    public async Task A_gateway_that_renews_at_the_same_time_is_waited_for()
    {
        using CommandScene scene = await signIns.SceneAsync(Expired, "main", "ada");
        using ProperLockfilePeer gateway = ProperLockfilePeer.Start();
        using ProperLockfilePeer other = ProperLockfilePeer.Start();
        int before = signIns.Server.TokenRequests.Count;
        JsonObject renew = new()
        {
            ["command"] = "renew", ["file"] = scene.StorePath, ["profile"] = SignInServer.ProfileId, ["address"] = signIns.TokenAddress, ["client"] = SignInServer.Client.Id, ["root"] = scene.Home["root.pem"],
        };

        Task<JsonObject> renewing = gateway.Ask(renew.DeepClone().AsObject());
        RunningCommand[] commands = scene.StartTogether(Enumerable.Range(0, 4).Select(number => new[] { "models", "auth", "credential", "--profile-id", SignInServer.ProfileId, "--agent", number % 2 == 0 ? "main" : "ada" }));
        Task<JsonObject> also = other.Ask(renew.DeepClone().AsObject());
        foreach (RunningCommand command in commands)
            SignInServer.ShouldSucceed(command.Outcome());

        string access = (await renewing)["access"]!.GetValue<string>();
        (await also)["access"]!.GetValue<string>().ShouldBe(access);
        Text(scene, "access").ShouldBe(access);
        Text(scene, "access", "ada").ShouldBe(access);
        (signIns.Server.TokenRequests.Count - before).ShouldBe(1);
    }

    private static string Text(CommandScene scene, string member, string agent = "main") => SignInServer.Stored(scene, agent)[member]!.GetValue<string>();
}

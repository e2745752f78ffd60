using System.Text.Json.Nodes;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

/// <summary>The replacement of a key, at a provider on this machine.</summary>
public sealed class RotateTests : IDisposable
{
    private const string ProfileId = "openai:a";
    private const string Old = "FAKE-canary-old-key-0123456789";
    private const string New = "FAKE-canary-new-key-0123456789";
    private const int Kill = 9;

    private readonly KeyServer provider = KeyServer.Start(Old, New);
    private readonly CommandScene scene;

    public RotateTests() => scene = new CommandScene()
        .WithConfig(provider.Configuration)
        .WithStore(new StoreBuilder().ApiKey(ProfileId, Old))
        .WithVariable("USER", "alice")
        .WithInput(New + "\n");

    public void Dispose()
    {
        scene.Dispose();
        provider.Dispose();
    }

    [Fact]
    public void One_command_does_all_of_it()
    {
        Rotate("start", ProfileId, "--complete-on-success").ShouldSucceed().Output.ShouldStartWith("openai:a (main): completed; the old key is openai:a-previous until 20");

        (Key(ProfileId), Key("openai:a-previous")).ShouldBe((New, Old));
    }

    [Fact]
    public void Step_by_step_each_says_how_far_it_has_come()
    {
        Rotate("start", ProfileId).ShouldSucceed().Output.ShouldMatch(@"^openai:a \(main\): pending since .* by alice; openai said ok to the new key\n$");
        Key(ProfileId).ShouldBe(Old);
        Rotate("list").ShouldSucceed().Output.ShouldStartWith("openai:a (main): pending since");
        Rotate("complete", ProfileId, "--keep-for", "7d").ShouldSucceed().Output.ShouldStartWith("openai:a (main): completed;");
        Rotate("undo", ProfileId).ShouldSucceed().Output.ShouldBe("openai:a (main): undone; the old key is in use, and the new one is gone\n");
        Rotate("list").ShouldSucceed().Output.ShouldBe("No key is being replaced.\n");
        Key(ProfileId).ShouldBe(Old);
    }

    [Fact]
    public void A_list_for_programs_has_neither_key()
    {
        Rotate("start", ProfileId, "--keep-for", "1h").ShouldSucceed();

        JsonNode rotation = Rotate("list", "--json").ShouldSucceed().Json["rotations"]![0]!;

        (rotation["profileId"]!.GetValue<string>(), rotation["stage"]!.GetValue<string>(), rotation["verdict"]!.GetValue<string>(), rotation["keepForMs"]!.GetValue<double>())
            .ShouldBe((ProfileId, "pending", "ok", 3_600_000));
    }

    [Fact]
    public void A_key_that_is_refused_is_not_kept()
    {
        provider.Revoke(New);

        Rotate("start", ProfileId, "--complete-on-success").ShouldFail("openai refused the new key", "Incorrect API key provided");

        Key(ProfileId).ShouldBe(Old);
        Rotate("list").ShouldSucceed().Output.ShouldBe("No key is being replaced.\n");
    }

    [Fact]
    public void A_key_that_is_revoked_while_it_waits_is_not_put_into_use()
    {
        Rotate("start", ProfileId).ShouldSucceed();
        provider.Revoke(New);

        Rotate("complete", ProfileId).ShouldFail("openai refused the new key", "rotate undo");

        Key(ProfileId).ShouldBe(Old);
    }

    [Fact]
    public void A_provider_that_cannot_be_asked_has_an_exit_code_of_its_own()
    {
        provider.Dispose();

        Rotate("start", ProfileId).ShouldComplain("is not known");
        Rotate("complete", ProfileId).ShouldFailWith(3, "is not known", "--skip-probe");
        Key(ProfileId).ShouldBe(Old);

        Rotate("complete", ProfileId, "--skip-probe").ShouldSucceed();
        Key(ProfileId).ShouldBe(New);
    }

    [Fact]
    public void A_second_start_is_refused_with_who_and_when()
    {
        Rotate("start", ProfileId).ShouldSucceed();

        Rotate("start", ProfileId).ShouldFail("being rotated already", "by alice at");
    }

    [Theory]
    [InlineData("start openai:a --keep-for soon", "--keep-for is not a duration")]
    [InlineData("start openai:a --level all", "neither list nor completion")]
    [InlineData("start openai:a FAKE-in-an-argument", "must not be an argument")]
    [InlineData("start openai:vault", "Start-MoltbotRotation of the PowerShell module")]
    [InlineData("complete openai:a", "No rotation of auth profile")]
    public void Bad_input_leaves_every_file_as_it_was(string arguments, string reason)
    {
        scene.WithStore(new StoreBuilder().ApiKey(ProfileId, Old).ApiKeyAt("openai:vault", Core.Secrets.SecretReference.To(new Core.Secrets.VaultSecret("Safe", "openai"))));
        string before = scene.Home.Fingerprint();

        Rotate(arguments.Split(' ')).ShouldFail(reason).Errors.ShouldNotContain("in-an-argument");

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void The_end_of_the_grace_period_comes_with_the_next_command()
    {
        Rotate("start", ProfileId, "--complete-on-success").ShouldSucceed();
        LetTheGraceEnd();
        Rotate("list").ShouldSucceed().Output.ShouldContain("the grace period is over");

        provider.Accept("FAKE-canary-third-key-0123456789");
        scene.WithInput("FAKE-canary-third-key-0123456789");
        Rotate("start", ProfileId).ShouldComplain("the old key is gone");

        scene.Run("models", "auth", "list", "--json").Json["profiles"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public void Nobody_is_asked_for_a_key_in_vain()
    {
        CommandOutcome outcome = scene.RunOnTerminal(["models", "auth", "rotate", "start", "openai:none"]);

        (outcome.Output + outcome.Errors).ShouldContain("not found");
        (outcome.Output + outcome.Errors).ShouldNotContain("Paste");
    }

    /// <summary>Where in the command the kill comes is a matter of chance; the bench has the figures of many.</summary>
    [Fact]
    public async Task A_kill_leaves_a_key_in_use_that_was_accepted_and_the_next_command_goes_on()
    {
        RunningCommand.RequireSignals();
        Random random = new(15);
        provider.BeforeAnswering = () => Task.Delay(random.Next(30));
        for (int kill = 0; kill < 3; kill++)
        {
            RunningCommand command = scene.Start("models", "auth", "rotate", "start", ProfileId, "--complete-on-success");
            SpinWait.SpinUntil(() => !command.IsRunning || Directory.Exists(scene.Home[".moltbot/credentials/rotations"]), TimeSpan.FromSeconds(30)).ShouldBeTrue();
            await Task.Delay(random.Next(200), TestContext.Current.CancellationToken);
            command.Send(Kill);
            command.Outcome();

            provider.Accepts(Key(ProfileId)!).ShouldBeTrue();
            if (Rotate("list", "--json").ShouldSucceed().Json["rotations"]!.AsArray().Count > 0)
                Rotate("complete", ProfileId).ExitCode.ShouldBe(0);
            else
                Rotate("start", ProfileId, "--complete-on-success").ExitCode.ShouldBe(0);

            (Key(ProfileId), Key("openai:a-previous")).ShouldBe((New, Old));
            Rotate("undo", ProfileId).ExitCode.ShouldBe(0);
            Key(ProfileId).ShouldBe(Old);
            Directory.Delete(scene.Home[".moltbot/credentials/rotations"], recursive: true);
        }
    }

    private CommandOutcome Rotate(params string[] arguments) => scene.Run(["models", "auth", "rotate", .. arguments]);

    private string? Key(string profileId) => JsonNode.Parse(File.ReadAllText(scene.StorePath))!["profiles"]?[profileId]?["key"]?.GetValue<string>();

    private void LetTheGraceEnd()
    {
        string path = Directory.GetFiles(scene.Home[".moltbot/credentials/rotations"]).Single();
        JsonNode record = JsonNode.Parse(File.ReadAllText(path))!;
        record["keepUntil"] = 1;
        File.WriteAllText(path, record.ToJsonString());
    }
}

using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class BackupTests : IDisposable
{
    private const string Password = "correct horse battery staple";

    private readonly CommandScene scene = new CommandScene().WithConfig("{}").WithStore(new StoreBuilder().ApiKey("openai:a"));

    public void Dispose() => scene.Dispose();

    [Fact]
    public void What_was_saved_is_put_back_and_what_was_there_is_kept()
    {
        byte[] saved = File.ReadAllBytes(scene.StorePath);
        scene.Run("backup", "b.tar.gz").ShouldSucceed().Output.ShouldStartWith(SystemForm.OfText("Saved 2 files of ~/.moltbot in ~/b.tar.gz ("));
        scene.WithStore(new StoreBuilder().ApiKey("zai:b"));

        string output = scene.Run("restore", "b.tar.gz", "--yes").ShouldSucceed().Output;

        File.ReadAllBytes(scene.StorePath).ShouldBe(saved);
        output.ShouldStartWith(SystemForm.OfText("replaced ~/.moltbot/agents/main/agent/auth-profiles.json\n1 files are as they were saved.\nWhat was there before is in ~/.moltbot/backups/before-restore-"));
    }

    [Fact]
    public void A_backup_with_a_password_from_standard_input_is_opened_by_it_alone()
    {
        Wine.Lacks(Wine.Passwords);
        scene.WithInput($"{Password}\n").Run("backup", "b", "--encrypt", "--json").ShouldSucceed().Json["encrypted"]!.GetValue<bool>().ShouldBeTrue();
        string before = scene.Home.Trace();

        scene.WithInput("wrong\n").Run("restore", "b", "--yes").ShouldFail("another one").Errors.ShouldNotContain("wrong\n");
        scene.WithInput("").Run("restore", "b", "--yes").ShouldFail("is encrypted", "standard input");
        scene.WithInput(Password).Run("restore", "b", "--dry-run").ShouldSucceed().Output.ShouldBe("2 files are as they were saved. Nothing was changed.\n");

        scene.Home.Trace().ShouldBe(before);
    }

    [Fact]
    public void A_blank_password_makes_no_backup()
    {
        scene.WithInput("\n").Run("backup", "b", "--encrypt").ShouldFail("The password is blank");

        File.Exists(scene.Home["b"]).ShouldBeFalse();
    }

    [Fact]
    public void Somebody_at_a_terminal_types_the_password_twice()
    {
        scene.RunOnTerminal(["backup", "b", "--encrypt"], new("Password of the backup: ", Password + "\n"), new("The same again: ", "wrong horse\n"), new("The same again: ", Password + "\n")).ShouldSucceed();

        scene.WithInput(Password).Run("restore", "b", "--dry-run").ShouldSucceed();
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_by_force()
    {
        scene.WithFile("b", "mine");

        scene.Run("backup", "b").ShouldFail("is there already", "--force");
        File.ReadAllText(scene.Home["b"]).ShouldBe("mine");
        scene.Run("backup", "b", "--force").ShouldSucceed();
    }

    [Fact]
    public void Nothing_is_replaced_unasked()
    {
        scene.Run("backup", "b").ShouldSucceed();
        scene.WithStore(new StoreBuilder());
        string before = scene.Home.Trace();

        scene.Run("restore", "b").ShouldFail("Nobody can be asked", "--yes", "--dry-run");
        scene.Run("restore", "b", "--dry-run").ShouldSucceed().Output.ShouldStartWith(SystemForm.OfText("would replace ~/.moltbot/agents/main/agent/auth-profiles.json\n"));

        scene.Home.Trace().ShouldBe(before);
    }

    [Fact]
    public void A_rehearsed_backup_writes_nothing()
    {
        string before = scene.Home.Trace();

        scene.Run("backup", "b", "--dry-run").ShouldSucceed().Output.ShouldBe(SystemForm.OfText("Would save ~/.moltbot in ~/b. Nothing was written.\n"));

        scene.Home.Trace().ShouldBe(before);
    }

    [Fact]
    public void What_says_where_a_password_is_says_all_of_it() => scene.Run("backup", "b", "--vault", "SecretStore").ShouldFail("--secret-name");

    [Fact]
    public void An_installation_of_todays_is_saved_while_its_database_is_written()
    {
        using CommandScene today = new();
        MigratedHome.LayOut(today.Home);
        string database = today.Home[".openclaw/state/openclaw.sqlite"];
        using (TodayDatabase.Hold(database, "BEGIN IMMEDIATE", "UPDATE config_machine_state SET value_json = '{}'"))
            today.Run("backup", "b").ShouldSucceed();

        TodayDatabase.Run(database, "UPDATE config_machine_state SET value_json = '{}'");
        today.Run("restore", "b", "--yes").ShouldSucceed();

        today.Run("models", "auth", "list").ShouldSucceed().Output.ShouldContain("anthropic:main");
    }
}

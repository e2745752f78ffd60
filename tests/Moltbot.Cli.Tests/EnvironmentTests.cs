using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class EnvironmentTests : IDisposable
{
    private const string EnvironmentFile = ".moltbot/.env";
    private const string Key = "FAKE-key-of-nobody-0123456789";

    private readonly CommandScene scene = new CommandScene().WithConfig("{}");

    public void Dispose() => scene.Dispose();

    [Fact]
    public void Set_creates_the_file_for_its_owner_only()
    {
        scene.WithInput(Key + "\n").Run("env", "set", "OPENAI_API_KEY").ShouldSucceed().Output
            .ShouldBe(SystemForm.OfText("Updated ~/.moltbot/.env\nVariable: OPENAI_API_KEY\n"));

        Text().ShouldBe($"OPENAI_API_KEY={Key}\n");
        Unix.Mode(scene.Home[EnvironmentFile]).ShouldBe("600");
    }

    [Fact]
    public void Set_and_unset_keep_what_else_is_there()
    {
        scene.WithFile(EnvironmentFile, "# keys\nexport OPENAI_API_KEY='old' # work\nOTHER=1\n");

        scene.WithInput(Key).Run("env", "set", "OPENAI_API_KEY").ShouldSucceed();
        Text().ShouldBe($"# keys\nexport OPENAI_API_KEY='{Key}' # work\nOTHER=1\n");

        scene.Run("env", "unset", "OPENAI_API_KEY").ShouldSucceed().Output.ShouldBe(SystemForm.OfText("Removed OPENAI_API_KEY from ~/.moltbot/.env\n"));
        Text().ShouldBe("# keys\nOTHER=1\n");
    }

    [Fact]
    public void Unset_of_what_is_not_there_changes_nothing()
    {
        string before = scene.Home.Fingerprint();

        scene.Run("env", "unset", "NOPE").ShouldSucceed().Output.ShouldBe(SystemForm.OfText("NOPE is not set in ~/.moltbot/.env\n"));

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void List_masks_the_values_and_names_what_wins()
    {
        scene.WithFile(EnvironmentFile, $"A_KEY={Key}\nB_KEY=short-secret\nC_KEY=\n")
            .WithFile("work/.env", "B_KEY=other-secret\n")
            .WithConfig("{ env: { C_KEY: 'from-the-configuration' } }")
            .WithVariable("A_KEY", "from-the-process");
        scene.WorkingDirectory = "work";

        scene.Run("env", "list").ShouldSucceed().Output.ShouldBe(SystemForm.OfText("""
            A_KEY=FAKE...6789  (not in force: the environment of this process wins)
            B_KEY=***  (not in force: ~/work/.env (the .env file of the working directory) wins)
            C_KEY=(empty)  (not in force: ~/.moltbot/moltbot.json (its env section) wins)

            """));
    }

    [Fact]
    public void List_gives_json_and_says_when_there_is_nothing()
    {
        scene.Run("env", "list").ShouldSucceed().Output.ShouldBe(SystemForm.OfText("No variables in ~/.moltbot/.env.\n"));
        scene.Run("env", "list", "--json").ShouldSucceed().Json["variables"]!.AsArray().ShouldBeEmpty();

        scene.WithFile(EnvironmentFile, "A=/some/path\n").Run("env", "list", "--json", "--as-plain-text").ShouldSucceed().Json["variables"]![0]!.ToJsonString()
            .ShouldBe("""{"name":"A","value":"/some/path","inForce":true,"winner":null}""");
    }

    [Fact]
    public void Set_says_what_wins()
    {
        scene.WithVariable("A_KEY", "from-the-process").WithInput(Key).Run("env", "set", "A_KEY")
            .ShouldComplain("A_KEY is not in force here: the environment of this process wins").ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n")]
    public void A_missing_value_changes_nothing(string input)
    {
        string before = scene.Home.Fingerprint();

        scene.WithInput(input).Run("env", "set", "A").ShouldFail("Error: Required");

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_value_in_an_argument_is_refused_and_not_repeated()
    {
        string before = scene.Home.Fingerprint();

        CommandOutcome outcome = scene.Run("env", "set", "A_KEY=hunter2").ShouldFail("Error: This cannot be the name of a variable.", "standard input");

        outcome.Errors.ShouldNotContain("hunter2");
        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_file_that_is_not_utf8_is_not_touched()
    {
        scene.WithFile(EnvironmentFile, "");
        File.WriteAllBytes(scene.Home[EnvironmentFile], [(byte)'A', (byte)'=', 0xFF, (byte)'\n']);
        string before = scene.Home.Fingerprint();

        scene.WithInput(Key).Run("env", "set", "B").ShouldFail("Error: ", ".env is not UTF-8");

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_directory_in_place_of_the_file_is_said_to_be_one()
    {
        scene.WithFile(EnvironmentFile + "/inner", "x").WithInput(Key).Run("env", "set", "B").ShouldFail("Error: ", ".env is a directory");

        File.ReadAllText(scene.Home[EnvironmentFile + "/inner"]).ShouldBe("x");
    }

    [Theory]
    [InlineData("a named pipe")]
    [InlineData("a device")]
    [InlineData("a link to a device")]
    public void What_is_no_file_is_neither_waited_for_nor_replaced(string kind)
    {
        string path = scene.Home.PutSpecialFile(kind, EnvironmentFile);

        scene.WithInput(Key).Run("env", "set", "B").ShouldFail($"Error: {path} is {kind}, not a file.");
        scene.Run("env", "unset", "B").ShouldFail($"Error: {path} is {kind}, not a file.");

        SpecialFile.IsAt(kind, path).ShouldBeTrue();
    }

    [Fact]
    public void List_names_the_login_shell_when_that_fills_a_variable()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no login shell.");
        scene.WithFile(EnvironmentFile, "OPENAI_API_KEY=\n").WithFile(".profile", $"export OPENAI_API_KEY={Key}\n")
            .WithVariable("SHELL", "/bin/sh").WithVariable("CLAWDBOT_LOAD_SHELL_ENV", "1");

        scene.Run("env", "list").ShouldSucceed().Output.ShouldBe("OPENAI_API_KEY=(empty)  (not in force: the login shell wins)\n");
    }

    [Fact]
    public void A_read_only_directory_is_an_error_that_names_the_file()
    {
        scene.WithFile(EnvironmentFile, "A=1\n");
        string before = scene.Home.Fingerprint();
        Unix.SetMode(scene.Home[".moltbot"], "500");

        scene.WithInput(Key).RunUnprivileged("env", "set", "B").ShouldFail("Error: ", scene.Home[EnvironmentFile]);

        scene.Home.Fingerprint().ShouldBe(before);
    }

    private string Text() => File.ReadAllText(scene.Home[EnvironmentFile]);
}

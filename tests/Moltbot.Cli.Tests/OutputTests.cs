using System.Text;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class OutputTests : IDisposable
{
    private const char Escape = '\u001b';

    private readonly CommandScene scene = new CommandScene().WithConfig("{}").WithStore(new StoreBuilder().ApiKey("zai:ключ"));

    public void Dispose() => scene.Dispose();

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("1", null, false)]
    [InlineData(null, "1", true)]
    [InlineData("1", "1", true)]
    [InlineData(null, "0", false)]
    [InlineData(null, "", false)]
    public void Output_that_goes_to_a_file_has_colours_only_by_force(string? noColor, string? forceColor, bool isColored)
    {
        SetColors(noColor, forceColor);

        scene.Run("models", "status").ShouldSucceed().Output.Contains(Escape, StringComparison.Ordinal).ShouldBe(isColored);
        scene.Run("models", "auth", "list").ShouldSucceed().Output.Contains(Escape, StringComparison.Ordinal).ShouldBe(isColored);
    }

    [Theory]
    [InlineData("models", "status", "--json")]
    [InlineData("models", "status", "--plain")]
    [InlineData("models", "auth", "list", "--json")]
    [InlineData("models", "auth", "order", "get", "--provider", "zai", "--json")]
    public void Output_for_programs_never_has_colours(params string[] arguments)
    {
        SetColors(noColor: null, forceColor: "1");

        scene.Run(arguments).ShouldSucceed().Output.ShouldNotContain(Escape);
    }

    [Theory]
    [InlineData(null, "xterm", true)]
    [InlineData("1", "xterm", false)]
    [InlineData("", "xterm", true)]
    [InlineData(null, "dumb", false)]
    public void A_terminal_gets_colours_unless_its_user_wants_none(string? noColor, string terminal, bool isColored)
    {
        SkipReason.Program.Require(OperatingSystem.IsLinux() && Unix.Has("/usr/bin/script"), "Only script(1) of Linux runs a program on a terminal.");
        SetColors(noColor, forceColor: null);

        scene.WithVariable("TERM", terminal).RunScript("""exec script --quiet --return --command "$MOLTBOT models status" /dev/null""")
            .Output.Contains($"{Escape}[36m", StringComparison.Ordinal).ShouldBe(isColored);
    }

    [Theory]
    [InlineData("C")]
    [InlineData("de_DE.ISO-8859-1")]
    public void Output_is_utf8_without_a_mark_in_every_locale(string locale)
    {
        byte[] output = scene.WithVariable("LC_ALL", locale).Run("models", "auth", "list", "--json").ShouldSucceed().OutputBytes;

        output[0].ShouldBe((byte)'{');
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(output).ShouldContain("zai:ключ");
    }

    [Fact]
    public void Lines_end_with_a_line_feed_alone() => scene.Run("models", "status").Output.ShouldNotContain('\r');

    [Fact]
    public void A_reader_that_has_seen_enough_is_no_error()
    {
        StoreBuilder store = new();
        for (int index = 0; index < 5_000; index++)
            store.ApiKey($"zai:n{index}");

        scene.WithStore(store).RunScript("""
            "$MOLTBOT" models auth list | head -n 1 > /dev/null; echo ${PIPESTATUS[0]}
            """).ShouldSucceed().Output.ShouldBe("0\n");
    }

    [Theory]
    [InlineData("models status")]
    [InlineData("models status --json --check")]
    [InlineData("models auth order get --provider zai")]
    [InlineData("--help")]
    public void Output_that_finds_no_room_is_an_error(string commandLine)
    {
        SkipReason.OperatingSystem.Require(Unix.Has("/dev/full"), "There is no /dev/full, which has room for nothing.");

        scene.RunScript($"\"$MOLTBOT\" {commandLine} > /dev/full").ShouldFail("Error: Cannot write to standard output", "No space");
    }

    [Fact]
    public void A_closed_output_is_an_error() =>
        scene.RunScript("\"$MOLTBOT\" models status >&-").ShouldFail("Error: Cannot write to standard output");

    [Fact]
    public void A_change_is_made_even_where_nothing_can_be_said_about_it()
    {
        scene.RunScript("\"$MOLTBOT\" models auth order set --provider zai zai:ключ >&- 2>&-").ExitCode.ShouldBe(1);

        scene.Run("models", "auth", "order", "get", "--provider", "zai").ShouldSucceed().Output.ShouldContain("Order override: zai:ключ\n");
    }

    [Fact]
    public void A_closed_error_output_leaves_the_exit_code_as_it_is()
    {
        CommandOutcome outcome = scene.RunScript("\"$MOLTBOT\" models nope 2>&-");

        outcome.ExitCode.ShouldBe(1);
        outcome.Output.ShouldBeEmpty();
    }

    private void SetColors(string? noColor, string? forceColor)
    {
        scene.Environment.Remove("NO_COLOR");
        if (noColor is not null)
            scene.WithVariable("NO_COLOR", noColor);
        if (forceColor is not null)
            scene.WithVariable("FORCE_COLOR", forceColor);
    }
}

using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Running;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Running;

/// <summary>Arguments of scripts of cmd.exe. The cases are those of Rust's standard library, whose rules became known with CVE-2024-24576.</summary>
public sealed class BatchFileTests : IDisposable
{
    private const string Script = @"C:\tools\foo.cmd";

    private readonly TemporaryHome home = new();

    public static TheoryData<string, string> Written => new()
    {
        { "plain", "plain" },
        { "--version", "--version" },
        { @"C:\dir\file", @"C:\dir\file" },
        { "", "\"\"" },
        { "c is for cat", "\"c is for cat\"" },
        { "\"", "\"\"\"\"" },
        { " \"", "\" \"\"\"" },
        { "\\", "\"\\\\\"" },
        { @"dir\", "\"dir\\\\\"" },
        { @"dir\""x", "\"dir\\\\\"\"x\"" },
        { ">file.txt", "\">file.txt\"" },
        { "&a.exe", "\"&a.exe\"" },
        { "!TMP!", "\"!TMP!\"" },
        { "^", "\"^\"" },
        { "a,b;c=d", "\"a,b;c=d\"" },
        { "(x)", "\"(x)\"" },
        { "%PATH%", "\"%%cd:~,%PATH%%cd:~,%\"" },
        { "100%", "\"100%%cd:~,%\"" },
        { "x\" & echo INJECTED & \"", "\"x\"\" & echo INJECTED & \"\"\"" },
        { "é", "\"é\"" },
        { "\u00a0", "\"\u00a0\"" },
    };

    /// <summary>What Rust's tests hand over, with a bar between two arguments.</summary>
    public static TheoryData<string> RoundTrips =>
    [
        "a|b",
        "c is for cat|d is for dog",
        "\"| \"",
        "\\|\\",
        ">file.txt",
        "whoami.exe",
        "&a.exe",
        "&echo hello ",
        "&echo hello|&whoami|>file.txt",
        "!TMP!",
        "key=value",
        "\"key=value\"",
        "key = value",
        "key=[\"value\"]",
        "|a=b",
        "key=\"foo bar\"",
        "key=[\"my_value]",
        "key=[\"my_value\",\"other-value\"]",
        "key\\=value",
        "key=\"&whoami\"",
        "key=\"value\"=5",
        "key=[\">file.txt\"]",
        "%hello",
        "%PATH%",
        "%%cd:~,%",
        "%PATH%PATH%",
        "\">file.txt",
        "abc\"&echo hello",
        "123\">file.txt",
        "\"&echo hello&whoami.exe",
        "hello^\"world|hello &echo oh no >file.txt",
        "x\" & echo INJECTED & \"",
    ];

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData("foo.cmd", true)]
    [InlineData(@"C:\x\FOO.BAT", true)]
    [InlineData("foo.bat.", true)]
    [InlineData("foo.bat. .", true)]
    [InlineData("foo.cmd  ", true)]
    [InlineData("foo.exe", false)]
    [InlineData("cmd", false)]
    [InlineData("foo.cmd.exe", false)]
    [InlineData("foo.bats", false)]
    public void It_is_told_by_its_name_as_Windows_reads_it(string path, bool isOne) => BatchFile.IsOne(path).ShouldBe(isOne);

    [Theory]
    [MemberData(nameof(Written))]
    public void An_argument_means_nothing_to_cmd(string argument, string written) =>
        BatchFile.CommandLine(Script, [argument]).ShouldBe($"/e:ON /v:OFF /d /c \"\"{Script}\" {written}\"");

    [Fact]
    public void The_path_of_the_script_means_nothing_to_it_either() =>
        BatchFile.CommandLine(@"C:\a & b\%TEMP%\foo.cmd. .", []).ShouldBe("/e:ON /v:OFF /d /c \"\"C:\\a & b\\%%cd:~,%TEMP%%cd:~,%\\foo.cmd\"\"");

    [Theory]
    [MemberData(nameof(RoundTrips))]
    public void No_sign_of_cmd_is_outside_of_quotes(string arguments)
    {
        string line = BatchFile.CommandLine(Script, arguments.Split('|'));

        // Each quote turns the mode over, the first pair is the one around everything.
        bool isQuoted = false;
        StringBuilder outside = new();
        foreach (char c in line[(line.IndexOf("/c \"", StringComparison.Ordinal) + "/c \"".Length)..^1])
        {
            if (c == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted)
                outside.Append(c);
        }

        isQuoted.ShouldBeFalse();
        outside.ToString().IndexOfAny(['&', '|', '<', '>', '(', ')', '^', ',', ';', '=', '%', '!']).ShouldBe(-1);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("a\0b")]
    public void What_ends_a_command_line_is_refused(string argument) => Refused(["fine", argument]).ShouldContain("argument 2 has a line break or a null character");

    [Fact]
    public void What_is_too_long_for_cmd_is_refused() => Refused([new string('x', 8200)]).ShouldContain("8191");

    [Theory]
    [MemberData(nameof(RoundTrips))]
    public async Task On_Windows_a_script_runs_nothing_that_is_in_its_arguments(string arguments)
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsWindows(), "Only Windows has cmd.exe.");
        string script = home.Write("a b/echo it.cmd", "@echo off\r\necho %*\r\nexit /b 7\r\n");

        ProgramOutcome outcome = await new ExternalProgram { Path = script, Arguments = arguments.Split('|'), WorkingDirectory = Path.GetTempPath() }.CaptureAsync(100_000, TimeSpan.FromSeconds(30), CancellationToken.None);

        outcome.ExitCode.ShouldBe(7);
        Encoding.UTF8.GetString(outcome.Output!).Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem();
        File.Exists(Path.Combine(Path.GetTempPath(), "file.txt")).ShouldBeFalse();
    }

    private static string Refused(string[] arguments)
    {
        MoltbotException error = Should.Throw<MoltbotException>(() => BatchFile.CommandLine(Script, arguments));
        (error.Code, error.Subject).ShouldBe((ErrorCode.InvalidArgument, Script));
        return error.Message;
    }
}

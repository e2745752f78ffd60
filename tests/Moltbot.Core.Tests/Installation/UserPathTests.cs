using Moltbot.Core.Installation;

namespace Moltbot.Core.Tests.Installation;

/// <summary>Paths as a user writes them (docs/gateway/config.md §1.1).</summary>
public sealed class UserPathTests
{
    private static readonly string Root = Path.GetPathRoot(Path.GetTempPath())!;
    private static readonly ProcessEnvironment Kim = new() { HomeDirectory = Absolute("h/kim"), WorkingDirectory = Absolute("here") };

    [Theory]
    [InlineData("~", "h/kim")]
    [InlineData("~/", "h/kim")]
    [InlineData("x/y/", "here/x/y")]
    [InlineData("/", "")]
    [InlineData("~/x//", "h/kim/x")]
    [InlineData("~/x/y", "h/kim/x/y")]
    [InlineData(" ~/x ", "h/kim/x")]
    [InlineData("~bob/x", "here/~bob/x")]
    [InlineData("x", "here/x")]
    [InlineData("./x", "here/x")]
    [InlineData("../x", "x")]
    [InlineData("a/~/x", "here/a/~/x")]
    [InlineData("\u00A0\uFEFFx\u2028", "here/x")]
    public void A_path_is_made_absolute(string text, string expected) =>
        UserPath.Expand(text, Kim).ShouldBe(Absolute(expected));

    [Fact]
    public void An_absolute_path_stays_what_it_is() =>
        UserPath.Expand(Absolute("etc/moltbot"), Kim).ShouldBe(Absolute("etc/moltbot"));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_blank_path_stays_empty(string text) => UserPath.Expand(text, Kim).ShouldBeEmpty();

    [Theory]
    [InlineData("h/kim", "~")]
    [InlineData("h/kim/.clawdbot/moltbot.json", "~/.clawdbot/moltbot.json")]
    [InlineData("h/kimberly/x", null)]
    [InlineData("etc/x", null)]
    public void The_home_directory_is_shown_as_a_tilde(string path, string? expected) =>
        UserPath.Shorten(Absolute(path), Kim).Replace('\\', '/').ShouldBe(expected ?? Absolute(path).Replace('\\', '/'));

    [Fact]
    public void A_home_directory_with_a_separator_at_its_end_is_shown_as_a_tilde_too() =>
        UserPath.Shorten(Absolute("h/kim/x"), Kim with { HomeDirectory = Absolute("h/kim/") }).Replace('\\', '/').ShouldBe("~/x");

    [Theory]
    [InlineData(OperatingSystemKind.Windows, true)]
    [InlineData(OperatingSystemKind.MacOS, true)]
    [InlineData(OperatingSystemKind.Linux, false)]
    public void Where_case_does_not_count_the_home_directory_is_known_in_other_letters(OperatingSystemKind platform, bool isKnown) =>
        UserPath.Shorten(Absolute("H/Kim/x"), Kim with { Platform = platform }).StartsWith('~').ShouldBe(isKnown);

    private static string Absolute(string path) => Root + path.Replace('/', Path.DirectorySeparatorChar);
}

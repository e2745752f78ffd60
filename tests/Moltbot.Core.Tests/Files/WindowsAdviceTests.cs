using Moltbot.Core.Files;

namespace Moltbot.Core.Tests.Files;

/// <summary>A command that a person is told is pasted, most often into PowerShell.</summary>
public sealed class WindowsAdviceTests
{
    private const string Alice = "S-1-5-21-1-2-3-1001";

    [Theory]
    [InlineData(@"C:\Users\alice\.openclaw", @"""C:\Users\alice\.openclaw""")]
    [InlineData(@"C:\Program Files (x86)\a, b & c", @"""C:\Program Files (x86)\a, b & c""")]
    [InlineData(@"C:\it's", @"""C:\it's""")]
    [InlineData(@"C:\$Recycle", @"'C:\$Recycle'")]
    [InlineData(@"C:\a`b", @"'C:\a`b'")]
    [InlineData("$x", "'$x'")]
    [InlineData(@"C:\it's $x", @"'C:\it''s $x'")]
    [InlineData("C:\\\u201Cquoted\u201D", "'C:\\\u201Cquoted\u201D'")]
    [InlineData("C:\\$\u2019", "'C:\\$\u2019\u2019'")]
    public void A_path_is_quoted_so_that_PowerShell_sees_text(string path, string quoted) => WindowsAdvice.Quote(path).ShouldBe(quoted);

    [Fact]
    public void A_file_is_left_to_its_owner_the_system_and_administrators() =>
        WindowsAdvice.Restrict(@"C:\a b\.env", isDirectory: false, Alice)
            .ShouldBe(@"icacls ""C:\a b\.env"" /inheritance:r /grant:r ""*S-1-5-21-1-2-3-1001:F"" ""*S-1-5-18:F"" ""*S-1-5-32-544:F""");

    [Fact]
    public void A_directory_hands_that_on() =>
        WindowsAdvice.Restrict(@"C:\a", isDirectory: true, Alice)
            .ShouldBe(@"icacls ""C:\a"" /inheritance:r /grant:r ""*S-1-5-21-1-2-3-1001:(OI)(CI)F"" ""*S-1-5-18:(OI)(CI)F"" ""*S-1-5-32-544:(OI)(CI)F""");

    [Fact]
    public void Who_has_been_named_there_is_taken_out() =>
        WindowsAdvice.Restrict(@"C:\a", isDirectory: false, Alice, ["S-1-1-0", "S-1-1-0"]).ShouldEndWith(@" /remove:g ""*S-1-1-0""");

    [Fact]
    public void The_system_is_named_once() => WindowsAdvice.Restrict(@"C:\a", isDirectory: false, "S-1-5-18").Split("S-1-5-18").Length.ShouldBe(2);

    [Fact]
    public void A_mark_is_taken_away_and_rights_are_given_back() =>
        (WindowsAdvice.OfReadOnly(@"C:\a b"), WindowsAdvice.Reset(@"C:\a b")).ShouldBe((@"It is marked as read-only. Take the mark away (attrib -R ""C:\a b"")", @"icacls ""C:\a b"" /reset"));
}

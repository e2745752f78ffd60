using Moltbot.Core.Running;

namespace Moltbot.Core.Tests.Running;

public sealed class ProgramSearchTests
{
    /// <summary>A name, what is there, and what is found; "" for nothing. PATH is <c>C:\one;C:\two</c>, PATHEXT <c>.COM;.EXE;.BAT;.CMD;.JS</c>.</summary>
    public static TheoryData<string, string, string> OnWindows => new()
    {
        { "foo", @"C:\one\foo.cmd", @"C:\one\foo.cmd" },
        { "foo", @"C:\one\foo.cmd C:\one\foo.exe", @"C:\one\foo.exe" },
        { "foo", @"C:\one\foo.cmd C:\two\foo.com", @"C:\one\foo.cmd" },
        { "foo", @"C:\one\foo C:\one\foo.cmd", @"C:\one\foo.cmd" },
        { "foo", @"C:\one\foo", "" },
        { "foo", @"C:\one\foo.js C:\two\foo.bat", @"C:\two\foo.bat" },
        { "foo", @"C:\here\foo.exe", "" },
        { "foo", @"relative\foo.exe", "" },
        { "foo.cmd", @"C:\one\foo.cmd C:\one\foo.exe", @"C:\one\foo.cmd" },
        { "foo.cmd", @"C:\one\foo.exe C:\two\foo.cmd", @"C:\two\foo.cmd" },
        { "python3.11", @"C:\one\python3.11.exe", @"C:\one\python3.11.exe" },
        { @"D:\x\tool", @"D:\x\tool.bat", @"D:\x\tool.bat" },
        { @"D:\x\tool", @"D:\x\tool", @"D:\x\tool" },
        { @"D:\x\tool.exe", @"D:\x\tool.exe D:\x\tool.exe.cmd", @"D:\x\tool.exe" },
        { @".\tool", @".\tool.cmd C:\one\tool.cmd", @".\tool.cmd" },
        { "a/tool", "a/tool.cmd", "a/tool.cmd" },
        { @"D:\x.y\tool", @"D:\x.y\tool D:\x.y\tool.cmd", @"D:\x.y\tool.cmd" },
        { "", @"C:\one\.exe", "" },
        { "fo\0o", @"C:\one\foo.exe", "" },
    };

    [Theory]
    [MemberData(nameof(OnWindows))]
    public void On_Windows_a_name_is_completed_as_PATHEXT_says(string name, string present, string found) =>
        Find(present, @"C:\one;relative;C:\two", ".COM;.EXE;.BAT;.CMD;.JS").Find(name).ShouldBe(found.Length == 0 ? null : found, StringCompareShould.IgnoreCase);

    [Fact]
    public void The_order_of_PATHEXT_counts() => Find(@"C:\one\foo.cmd C:\one\foo.exe", @"C:\one", ".CMD; .exe").Find("foo").ShouldBe(@"C:\one\foo.cmd", StringCompareShould.IgnoreCase);

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Without_PATHEXT_the_usual_ones_hold(string? extensions) => Find(@"C:\one\foo.cmd", @"C:\one", extensions).Find("foo").ShouldBe(@"C:\one\foo.cmd", StringCompareShould.IgnoreCase);

    [Theory]
    [InlineData("\"C:\\one\"")]
    [InlineData(@"C:\one\")]
    [InlineData(@"C:/one")]
    [InlineData(@" C:\one ")]
    [InlineData(@";;C:\one;")]
    public void A_directory_in_PATH_may_be_written_in_several_ways(string path) => Find(@"C:\one\foo.exe C:/one\foo.exe", path, null).Find("foo").ShouldNotBeNull();

    [Fact]
    public void A_share_is_a_directory_too() => Find(@"\\server\tools\foo.exe", @"\\server\tools", null).Find("foo").ShouldBe(@"\\server\tools\foo.exe", StringCompareShould.IgnoreCase);

    [Theory]
    [InlineData("foo", "/b/foo")]
    [InlineData("./foo", "./foo")]
    [InlineData("gone", null)]
    [InlineData("here", null)]
    [InlineData("", null)]
    public void Elsewhere_a_name_is_whole(string name, string? found) =>
        new ProgramSearch(isWindows: false, "/a:here:/b/:", extensions: null, "/b/foo here/here ./here".Split(' ').Contains).Find(name).ShouldBe(found);

    private static ProgramSearch Find(string present, string path, string? extensions) =>
        new(isWindows: true, path, extensions, file => present.Split(' ').Contains(file, StringComparer.OrdinalIgnoreCase));
}

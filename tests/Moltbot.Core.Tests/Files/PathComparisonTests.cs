using System.Text.RegularExpressions;
using Moltbot.Core.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

public sealed partial class PathComparisonTests
{
    private static readonly string Root = Path.GetPathRoot(Path.GetTempPath())!;

    [Theory]
    [InlineData("a/b", "a", "b")]
    [InlineData("a/b/c", "a/", "b/c")]
    [InlineData("a", "a", "")]
    [InlineData("ab", "a", null)]
    [InlineData("b", "a", null)]
    [InlineData("a", "a/b", null)]
    [InlineData("x", "", "x")]
    public void What_is_below_a_directory_is_behind_a_separator(string path, string directory, string? behind)
    {
        (PathComparison.Exact.Behind(Absolute(path), Absolute(directory))?.Replace('\\', '/')).ShouldBe(behind);
        PathComparison.Exact.IsIn(Absolute(path), Absolute(directory)).ShouldBe(behind is { Length: > 0 });
    }

    [Fact]
    public void Where_case_does_not_count_it_does_not_count_on_the_way_either()
    {
        PathComparison.IgnoringCase.IsIn(Absolute("Users/KIM/x"), Absolute("users/kim")).ShouldBeTrue();
        PathComparison.IgnoringCase.AreSame(Absolute("A"), Absolute("a")).ShouldBeTrue();
        PathComparison.IgnoringCase.Comparer.Equals("A", "a").ShouldBeTrue();
    }

    [Fact]
    public void Where_it_counts_it_counts()
    {
        PathComparison.Exact.IsIn(Absolute("Users/KIM/x"), Absolute("users/kim")).ShouldBeFalse();
        PathComparison.Exact.AreSame(Absolute("A"), Absolute("a")).ShouldBeFalse();
    }

    [Fact]
    public void Here_it_is_as_the_system_has_it() =>
        PathComparison.Here.ShouldBe(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? PathComparison.IgnoringCase : PathComparison.Exact);

    [Fact]
    public void Nothing_else_compares_paths()
    {
        string[] found = [.. Directory.EnumerateFiles(Path.Combine(RepositoryLayout.Root, "src", "Moltbot.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && Path.GetFileName(file) != $"{nameof(PathComparison)}.cs")
            .SelectMany(file => File.ReadLines(file).Where(line => ExactComparison().IsMatch(line)).Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"))];

        found.ShouldBeEmpty();
    }

    private static string Absolute(string path) => Root + path.Replace('/', Path.DirectorySeparatorChar);

    /// <summary>A beginning that ends with a separator, paths without links, and what is called a path or a directory, compared as text.</summary>
    [GeneratedRegex(@"DirectorySeparatorChar, StringComparison|RealPath\.Resolve\([^()]*\) [=!]=|\b(StateDirectory|ConfigPath|RealPath|HomeDirectory|DotEnvPath|directory|folder) [=!]= (?!null|""|'|\w*\.?(Length|Count)\b|Path\.DirectorySeparator)|(DistinctBy|GroupBy|Contains)\([^()]*([pP]ath|Directory), StringComparer\.Ordinal\)")]
    private static partial Regex ExactComparison();
}

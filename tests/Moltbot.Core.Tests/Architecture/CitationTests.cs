using System.Text.RegularExpressions;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Architecture;

/// <summary>A comment that says where a number comes from leads a reader there.</summary>
public sealed partial class CitationTests
{
    private static readonly string Chapters = Path.Combine(RepositoryLayout.Root, "docs", "gateway");

    public static TheoryData<string> CitedChapters => [.. Citations().Select(citation => citation.Chapter).Distinct().Order()];

    [Theory]
    [MemberData(nameof(CitedChapters))]
    public void A_chapter_that_code_cites_has_the_section(string chapter)
    {
        HashSet<string> headings = [.. Heading().Matches(File.ReadAllText(Path.Combine(Chapters, $"{chapter}.md"))).Select(match => match.Groups["number"].Value)];

        foreach ((string file, _, string section) in Citations().Where(citation => citation.Chapter == chapter && citation.Section.Length > 0))
            headings.ShouldContain(section, $"{file} cites §{section} of {chapter}.md");
    }

    [Fact]
    public void Code_cites_nothing_that_a_clone_does_not_hold() =>
        Sources().Where(source => Elsewhere().IsMatch(File.ReadAllText(source))).ShouldBeEmpty();

    [Fact]
    public void Every_chapter_is_in_the_index()
    {
        string index = File.ReadAllText(Path.Combine(Chapters, "README.md"));

        Directory.EnumerateFiles(Chapters, "*.md").Select(path => Path.GetFileName(path)).Where(name => name != "README.md")
            .ShouldAllBe(name => index.Contains($"[{name}]({name})", StringComparison.Ordinal));
    }

    private static IEnumerable<(string File, string Chapter, string Section)> Citations() =>
        from source in Sources()
        from match in Citation().Matches(File.ReadAllText(source))
        select (Path.GetRelativePath(RepositoryLayout.Root, source), match.Groups["chapter"].Value, match.Groups["section"].Value);

    private static IEnumerable<string> Sources() => from folder in (string[])["src", "tests", "bench"]
                                                    from file in Directory.EnumerateFiles(Path.Combine(RepositoryLayout.Root, folder), "*.cs", SearchOption.AllDirectories)
                                                    where !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")
                                                    select file;

    [GeneratedRegex(@"docs/gateway/(?<chapter>[a-z-]+)\.md(?:[ ,]+§(?<section>[0-9]+(?:\.[0-9]+)*))?")]
    private static partial Regex Citation();

    [GeneratedRegex(@"^#{2,4} (?<number>[0-9]+(?:\.[0-9]+)*)\b", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"(?<![\w/])spec/[a-z-]+\.md")]
    private static partial Regex Elsewhere();
}

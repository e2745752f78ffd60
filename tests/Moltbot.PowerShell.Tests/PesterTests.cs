using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Moltbot.Testing;

namespace Moltbot.PowerShell.Tests;

public sealed partial class PesterTests(SuiteRuns suites) : IClassFixture<SuiteRuns>
{
    public static TheoryData<string> Suites => [.. SuiteRuns.Names];

    public static TheoryData<string> Needs => [.. SuiteNeed.All.Select(need => need.Name)];

    [Theory]
    [MemberData(nameof(Suites))]
    public void Every_test_of_the_suite_passes(string suite)
    {
        SuiteResult result = suites.ResultOf(suite);

        Assert.True(result.Failures.Count == 0, string.Join("\n\n", result.Failures));
        Assert.Subset(SuiteNeed.All.Select(need => need.Name).ToHashSet(), result.Skips.Select(skip => skip.Need).ToHashSet());
        if (result.Skips.Count > 0)
            SuiteNeed.All.First(need => need.Name == result.Skips[0].Need).Reason.Require(result.Passed > 0, $"The suite needs {string.Join(" and ", result.Skips.Select(skip => skip.Need))}.");

        Assert.True(result.Passed > 0, $"{suite} holds no test.");
    }

    /// <summary>Is skipped itself where the machine lacks it, so that the reason is told once.</summary>
    [Theory]
    [MemberData(nameof(Needs))]
    public async Task No_test_is_skipped_that_has_what_it_needs(string name)
    {
        SuiteNeed need = SuiteNeed.All.Single(need => need.Name == name);
        int skipped = SuiteRuns.Names.SelectMany(suite => suites.ResultOf(suite).Skips).Where(skip => skip.Need == name).Sum(skip => skip.Count);

        Assert.False(skipped > 0 && await need.IsMetAsync(), $"{skipped} tests were skipped although there is {name}.");
        need.Reason.Require(skipped == 0, $"{skipped} Pester tests need {name}.");
    }

    [Fact]
    public void What_tests_say_that_they_need_is_on_the_list()
    {
        IEnumerable<string> told = SuiteRuns.Names
            .SelectMany(suite => Need().Matches(File.ReadAllText(Path.Combine(SuiteRuns.Folder, suite))))
            .Select(match => match.Groups["need"].Value);

        Assert.Equal(SuiteNeed.All.Select(need => need.Name).Order(), told.Distinct().Order());
    }

    /// <summary>What is installed, and shown before that, is what the manifest says; a test of the suites holds that to the rest.</summary>
    [Fact]
    public void The_package_tells_the_gallery_what_the_manifest_tells_and_the_changelog()
    {
        using ZipArchive package = ZipFile.OpenRead(SuiteRuns.Package);
        using StreamReader manifest = new(package.GetEntry("Moltbot.PowerShell.psd1")!.Open());
        string told = manifest.ReadToEnd();
        using Stream nuspec = package.GetEntry("Moltbot.PowerShell.nuspec")!.Open();
        Dictionary<string, string> values = XDocument.Load(nuspec).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName, element => element.Value);

        told.ShouldContain($"ModuleVersion          = '{values["version"]}'");
        foreach ((string element, string key) in new[] { ("projectUrl", "ProjectUri"), ("licenseUrl", "LicenseUri"), ("iconUrl", "IconUri"), ("description", "Description") })
            told.ReplaceLineEndings("\n").ShouldMatch($" {key} += '{Regex.Escape(values[element].Replace("'", "''", StringComparison.Ordinal).ReplaceLineEndings("\n"))}'\n");
        values["releaseNotes"].ShouldStartWith("### ");
        File.ReadAllText(Path.Combine(RepositoryLayout.Root, "CHANGELOG.md")).ReplaceLineEndings("\n").ShouldContain(values["releaseNotes"].ReplaceLineEndings("\n"));
        ((string[])["PSModule", "PSEdition_Core", "PSIncludes_Cmdlet", "PSCommand_Get-MoltbotModelStatus", "Moltbot"]).ShouldBeSubsetOf(values["tags"].Split(' '));
    }

    /// <summary>SQLite is brought along for eight systems; all else is ours, its help, and five assemblies.</summary>
    [Fact]
    public void The_package_is_small_but_for_sqlite()
    {
        using ZipArchive package = ZipFile.OpenRead(SuiteRuns.Package);

        package.Entries.Where(entry => !entry.Name.Contains("e_sqlite3", StringComparison.Ordinal)).Sum(entry => entry.CompressedLength).ShouldBeLessThan(3_000_000);
    }

    [GeneratedRegex("-Tag 'needs (?<need>[^']+)'")]
    private static partial Regex Need();
}

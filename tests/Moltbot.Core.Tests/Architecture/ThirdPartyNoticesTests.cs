using System.Xml.Linq;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Architecture;

public sealed class ThirdPartyNoticesTests
{
    public static TheoryData<string> Packages =>
    [
        .. Directory.EnumerateFiles(Path.Combine(RepositoryLayout.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(project => XDocument.Load(project).Descendants("PackageReference"))
            .Where(package => (string?)package.Attribute("PrivateAssets") != "all")
            .Select(package => (string)package.Attribute("Include")!)
            .Distinct(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Packages))]
    public void What_others_have_made_and_we_pass_on_has_its_notice(string package) =>
        File.ReadAllText(Path.Combine(RepositoryLayout.Root, "module", "THIRD-PARTY-NOTICES.md")).ShouldContain($"| {package} |", Case.Sensitive);
}

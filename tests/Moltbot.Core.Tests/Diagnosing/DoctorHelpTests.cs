using System.Text.RegularExpressions;
using Moltbot.Core.Diagnosing;
using Moltbot.Core.Errors;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Diagnosing;

/// <summary>Whoever follows the link of a finding finds what it means.</summary>
public sealed partial class DoctorHelpTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryLayout.Root, "docs", "en-US", "about_Moltbot_Doctor.md"));

    [Fact]
    public void Each_finding_has_a_paragraph_that_says_how_bad_it_is_and_no_other_has_one() =>
        Paragraph().Matches(Page).Select(paragraph => (paragraph.Groups["id"].Value, paragraph.Groups["severity"].Value))
            .ShouldBe(FindingKinds.All.Select(kind => (kind.Id, kind.Severity.ToString())), ignoreOrder: true);

    [Fact]
    public void The_link_of_a_finding_leads_to_its_paragraph() =>
        FindingKinds.Find("AUTH_PROFILE_EXPIRED").Help.AbsoluteUri.ShouldEndWith("/docs/en-US/about_Moltbot_Doctor.md#auth_profile_expired");

    [Theory]
    [InlineData("auth_profile_expired", "AUTH_PROFILE_EXPIRED")]
    [InlineData(" LOCK_STALE ", "LOCK_STALE")]
    public void A_finding_is_named_in_any_case(string name, string id) => FindingKinds.Find(name).Id.ShouldBe(id);

    [Fact]
    public void A_name_that_is_none_is_an_error_with_those_that_are_near() =>
        Should.Throw<MoltbotException>(() => FindingKinds.Find("LOCK_STALL")).Message.ShouldBe("There is no finding \"LOCK_STALL\". There is: LOCK_STALE.");

    [GeneratedRegex(@"^### (?<id>[A-Z_]+)\n\n(?<severity>Note|Warning|Error)\. \S", RegexOptions.Multiline)]
    private static partial Regex Paragraph();
}

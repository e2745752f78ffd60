using Moltbot.Testing;

namespace Moltbot.Core.Tests.Architecture;

public sealed class ReviewedSurfaceTests
{
    private static readonly string[] Reviewed =
    [
        "Get-Thing",
        "  -Name string, named",
        "  -Force switch, named",
        "Set-Thing",
        "  -Name string, named",
    ];

    [Fact]
    public void Nothing_is_different_where_all_is_as_it_was() => ReviewedSurface.Differences(Reviewed, [.. Reviewed]).ShouldBeEmpty();

    [Fact]
    public void A_parameter_that_was_renamed_is_told_with_its_cmdlet_by_its_old_name_and_its_new_one() =>
        ReviewedSurface.Differences(Reviewed, With(4, "  -Id string, named")).ShouldBe(["- Set-Thing > -Name string, named", "+ Set-Thing > -Id string, named"]);

    [Fact]
    public void One_that_means_something_else_now_is_a_difference() =>
        ReviewedSurface.Differences(Reviewed, With(2, "  -Force switch, position 0")).ShouldBe(["- Get-Thing > -Force switch, named", "+ Get-Thing > -Force switch, position 0"]);

    [Fact]
    public void One_that_went_from_a_cmdlet_to_another_is_a_difference() =>
        ReviewedSurface.Differences(Reviewed, [Reviewed[0], Reviewed[1], Reviewed[3], Reviewed[4], Reviewed[2]]).ShouldBe(["- Get-Thing > -Force switch, named", "+ Set-Thing > -Force switch, named"]);

    [Fact]
    public void Another_order_is_a_difference() => ReviewedSurface.Differences(Reviewed, [Reviewed[0], Reviewed[2], Reviewed[1], Reviewed[3], Reviewed[4]]).ShouldHaveSingleItem();

    [Fact]
    public void A_text_that_is_not_there_fails_and_says_how_it_is_written()
    {
        string told = Should.Throw<Xunit.Sdk.FailException>(() => ReviewedSurface.Compare("none.txt", Reviewed, isUpdate: false)).Message;

        told.ShouldContain("docs/surface/none.txt");
        told.ShouldContain("MOLTBOT_SURFACE=update");
        told.ShouldContain("+ Set-Thing > -Name string, named");
    }

    private static string[] With(int index, string line)
    {
        string[] lines = [.. Reviewed];
        lines[index] = line;
        return lines;
    }
}

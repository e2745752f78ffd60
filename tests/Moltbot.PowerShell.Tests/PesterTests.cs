namespace Moltbot.PowerShell.Tests;

public sealed class PesterTests(SuiteRuns suites) : IClassFixture<SuiteRuns>
{
    public static TheoryData<string> Suites => [.. SuiteRuns.Names];

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task Every_test_of_the_suite_passes(string suite)
    {
        if (suites.Problem is { } problem)
            Assert.Skip(problem);

        SuiteResult result = await suites.ResultOf(suite);
        Assert.True(result.Failures.Count == 0, string.Join("\n\n", result.Failures));
        Assert.True(result.Passed > 0 || result.Skips.Count > 0, $"{suite} holds no test.");
    }

    /// <summary>Is skipped itself where the machine lacks what some tests need, so that the reasons are told.</summary>
    [Fact]
    public async Task Every_test_is_run()
    {
        if (suites.Problem is { } problem)
            Assert.Skip(problem);

        List<string> skips = [];
        foreach (string suite in SuiteRuns.Names)
            skips.AddRange((await suites.ResultOf(suite)).Skips.Select(skip => $"{suite}: {skip}"));

        if (skips.Count > 0)
            Assert.Skip(string.Join("; ", skips));
    }
}

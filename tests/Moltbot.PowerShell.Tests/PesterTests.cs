namespace Moltbot.PowerShell.Tests;

public sealed class PesterTests(SuiteRuns suites, ITestOutputHelper output) : IClassFixture<SuiteRuns>
{
    public static TheoryData<string> Suites => [.. SuiteRuns.Names];

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task Every_test_of_the_suite_passes(string suite)
    {
        if (suites.Problem is { } problem)
            Assert.Skip(problem);

        SuiteResult result = await suites.ResultOf(suite);
        output.WriteLine($"{suite}: {result.Passed} passed, {result.Failed} failed, {result.Skipped} skipped");
        Assert.True(result.Failures.Count == 0, string.Join("\n\n", result.Failures));
        Assert.True(result.Passed > 0, $"{suite} holds no test.");
    }
}

using System.Net;
using Moltbot.Core.Diagnosing;
using Moltbot.Core.Resolving;
using Moltbot.Core.Tests.Probing;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Diagnosing;

public sealed class ProbeCheckTests : IDisposable
{
    private readonly DoctorScene scene = new();

    public void Dispose() => scene.Dispose();

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "PROBE_REFUSED", FindingSeverity.Error)]
    [InlineData(HttpStatusCode.InternalServerError, "PROBE_UNDECIDED", FindingSeverity.Warning)]
    public async Task A_credential_in_use_that_is_not_accepted_is_found(HttpStatusCode status, string id, FindingSeverity severity)
    {
        Finding finding = (await ProbeAsync(status)).Where(finding => finding.ProfileId == "openai:main").ShouldHaveSingleItem();

        finding.Id.ShouldBe(id);
        finding.Severity.ShouldBe(severity);
        finding.Agent.ShouldBe("main");
        finding.Repair.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_accepted_is_no_finding() =>
        (await ProbeAsync(HttpStatusCode.OK)).Where(finding => finding.ProfileId == "openai:main").ShouldBeEmpty();

    [Fact]
    public void Nobody_is_asked_unless_it_is_asked_for()
    {
        using StubbedProviders providers = new(HttpStatusCode.Unauthorized, "");

        scene.Doctor(providers, "PROBE_REFUSED", "PROBE_UNDECIDED").Examine().ShouldBeEmpty();

        providers.Sent.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(-25, true)]
    [InlineData(25, true)]
    [InlineData(5, false)]
    public async Task A_clock_that_differs_from_the_providers_is_found(int minutes, bool isFound)
    {
        using StubbedProviders providers = new((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent("""{"data":[]}"""),
            Headers = { Date = TestClock.Now.AddMinutes(minutes) },
        }));
        InstallationDoctor doctor = scene.Doctor(providers, "CLOCK_OFF");
        await doctor.ProbeAsync(_ => Task.FromResult<IReadOnlyList<FetchedSecret>>([]), TestContext.Current.CancellationToken);

        doctor.Examine().Select(finding => finding.Message).Count(message => message.Contains("by that of", StringComparison.Ordinal)).ShouldBe(isFound ? 1 : 0);
    }

    private async Task<IReadOnlyList<Finding>> ProbeAsync(HttpStatusCode status)
    {
        using StubbedProviders providers = new(status, """{"data":[]}""");
        InstallationDoctor doctor = scene.Doctor(providers, "PROBE_REFUSED", "PROBE_UNDECIDED");
        await doctor.ProbeAsync(_ => Task.FromResult<IReadOnlyList<FetchedSecret>>([]), TestContext.Current.CancellationToken);
        return doctor.Examine();
    }
}

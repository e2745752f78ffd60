using Moltbot.Core.Tests.Configuration;
using Moltbot.Core.Diagnosing;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Diagnosing;

/// <summary>Each thing that can be wrong is found where it is, not where it is not, and mended without a loss.</summary>
public sealed class InstallationChecksTests : IDisposable
{
    private readonly DoctorScene scene = new();

    /// <summary>The damages by their place in the table, with the kind for whoever reads the results.</summary>
    public static TheoryData<int, string> Rows => Of(_ => true);

    public static TheoryData<int, string> Repairable => Of(damage => damage.Repair is not null);

    public static TheoryData<int, string> NotUnasked => Of(damage => damage.Repair > RepairConsent.Unasked);

    public void Dispose() => scene.Dispose();

    [Fact]
    public void Nothing_is_found_in_a_healthy_installation_but_how_the_gateway_keeps_secrets_and_what_it_was_called() =>
        scene.Examine().Select(finding => finding.Id).ShouldBe(["PLAINTEXT_FOUND", "PLAINTEXT_FOUND", "PLAINTEXT_FOUND", "LEGACY_STATE_DIRECTORY"]);

    [Fact]
    public void Every_kind_of_finding_has_a_damage() =>
        Damages.All.Select(damage => damage.Kind).Concat(TodayChecksTests.All.Keys.Select(name => name.Split(' ')[0])).Distinct().Concat(["PROBE_REFUSED", "PROBE_UNDECIDED"]).ShouldBe(FindingKinds.All.Select(kind => kind.Id), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_damage_is_found_and_looking_changes_nothing(int row, string kind)
    {
        Damage damage = Inflict(row);
        string before = scene.Home.Trace();

        IReadOnlyList<Finding> found = Examine(damage);

        found.ShouldContain(finding => finding.Id == kind, $"found: {string.Join(", ", found.Select(finding => finding.Id))}");
        Finding first = found.First(finding => finding.Id == kind);
        first.ToRepair()?.Consent.ShouldBe(damage.Repair!.Value);
        (first.ToRepair() is null).ShouldBe(damage.Repair is null);
        scene.Home.Trace().ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Repairable))]
    public async Task A_repair_mends_it_and_loses_no_credential(int row, string kind)
    {
        Damage damage = Inflict(row);
        HashSet<string> before = scene.Secrets();

        Treatment treatment = await scene.TreatAsync(damage.Repair!.Value);

        treatment.Repairs.Where(repair => repair.Result == RepairOutcome.Failed).Select(repair => $"{repair.Id}: {repair.Reason}").ShouldBeEmpty();
        treatment.Repairs.ShouldContain(repair => repair.Id == kind && repair.Undo.Length > 0);
        if (kind != "PLAINTEXT_FOUND")
            treatment.Remaining.ShouldNotContain(finding => finding.Id == kind);
        treatment.Remaining.Where(finding => finding.Severity == FindingSeverity.Error && kind != "INSTALLATION_MISSING").Select(finding => $"{finding.Id}: {finding.Message}").ShouldBeEmpty();
        if (!damage.RemovesSecret)
            before.ShouldBeSubsetOf(scene.Secrets());
    }

    [Theory]
    [MemberData(nameof(NotUnasked))]
    public async Task What_a_repair_has_to_be_asked_for_is_left_when_it_is_not(int row, string kind)
    {
        Damage damage = Inflict(row);
        string before = scene.Home.Fingerprint();

        Treatment treatment = await scene.Doctor(kind).TreatAsync(finding => Task.FromResult(finding.Id == kind && finding.ToRepair()!.Consent < damage.Repair), TestContext.Current.CancellationToken);

        treatment.Repairs.ShouldBeEmpty();
        scene.Home.Fingerprint().ShouldBe(before);
    }

    private static TheoryData<int, string> Of(Func<Damage, bool> isMeant)
    {
        TheoryData<int, string> rows = [];
        for (int row = 0; row < Damages.All.Count; row++)
        {
            if (isMeant(Damages.All[row]))
                rows.Add(row, Damages.All[row].Kind);
        }

        return rows;
    }

    private Damage Inflict(int row)
    {
        Damage damage = Damages.All[row];
        SkipReason.OperatingSystem.Require(!damage.NeedsUnix || !OperatingSystem.IsWindows(), "Windows has access lists, and links need rights.");
        SkipReason.Privilege.Require(!damage.NeedsRoot || Environment.IsPrivilegedProcess, "Only root can give a file to somebody else.");
        damage.Inflict(scene);
        return damage;
    }

    /// <summary>Without rights beyond those that files grant where it is about what may be read.</summary>
    private IReadOnlyList<Finding> Examine(Damage damage) => damage.Kind == "LOGIN_SHELL_FAILED"
        ? MoltbotInstallation.Open(scene.Installation.Environment, null, scene.Installation.Time, new FakeLoginShell("") { Fails = true })
            .OpenDoctor(new ExaminationOptions(), opened => opened.OpenSecrets(scene.Vaults)).Examine()
        : scene.Examine();
}

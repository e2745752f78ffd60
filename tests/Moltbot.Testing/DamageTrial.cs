using Moltbot.Core;
using Moltbot.Core.Diagnosing;
using Moltbot.Core.Installation;
using Moltbot.Core.Resolving;

namespace Moltbot.Testing;

/// <summary>What became of one installation that was damaged at random.</summary>
/// <param name="Seed">The seed, with which it can be repeated.</param>
/// <param name="Kind">What kind of damage it was.</param>
/// <param name="IsNamed">Whether something was found that a healthy installation has not.</param>
/// <param name="HasEffect">Whether anything that the installation says is different for the damage.</param>
/// <param name="IsMended">Whether nothing above a note was left after <c>--fix</c> on a terminal.</param>
/// <param name="IsMendedByForce">The same with <c>--force</c>.</param>
/// <param name="LostSecrets">How many secrets were in some file before the repairs and in none after them.</param>
/// <param name="Findings">What was found.</param>
public sealed record DamageTrial(int Seed, string Kind, bool IsNamed, bool HasEffect, bool IsMended, bool IsMendedByForce, int LostSecrets, string Findings)
{
    /// <summary>Damages a healthy installation as a seed says, and has it examined and mended.</summary>
    public static async Task<DamageTrial> RunAsync(int seed, TimeProvider clock)
    {
        using TemporaryHome home = new();
        DateTimeOffset now = clock.GetUtcNow();
        HealthyHome.LayOut(home, now);
        StandingClock standing = new(now);
        string healthy = Meaning(home, standing);
        HashSet<string> usual = [.. Examine(home, clock).Select(Name)];

        RandomDamage damage = new(home, now, new Random(seed));
        string kind = damage.Inflict();
        bool hasEffect = Meaning(home, standing) != healthy;
        IReadOnlyList<Finding> found = Examine(home, clock);
        HashSet<string> secrets = HealthyHome.SecretsIn(home);

        Treatment fixedOnes = await Open(home, clock).TreatAsync(finding => Task.FromResult(finding.ToRepair()!.Consent <= RepairConsent.Asked));
        int lost = secrets.Except(HealthyHome.SecretsIn(home)).Count();
        Treatment forced = fixedOnes.ExitCode == 0 ? fixedOnes : await Open(home, clock).TreatAsync(finding => Task.FromResult(!finding.RemovesSecret));
        lost += secrets.Except(HealthyHome.SecretsIn(home)).Count();
        return new DamageTrial(
            seed,
            kind,
            IsNamed: found.Any(finding => finding.Id != "PLAINTEXT_FOUND" && !usual.Contains(Name(finding))),
            hasEffect,
            IsMended: fixedOnes.ExitCode == 0,
            IsMendedByForce: forced.ExitCode == 0,
            lost,
            $"{damage.Place}: " + string.Join(" ", found.Select(finding => finding.Id).Where(id => id != "PLAINTEXT_FOUND").Distinct()));
    }

    /// <summary>A clock that says one time; its timers are the system's.</summary>
    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private static string Name(Finding finding) => $"{finding.Id} {finding.Path} {finding.Entry}";

    private static MoltbotInstallation OpenInstallation(TemporaryHome home, TimeProvider clock) =>
        MoltbotInstallation.Open(new ProcessEnvironment { HomeDirectory = home.Path, WorkingDirectory = home.Path }, null, clock);

    private static InstallationDoctor Open(TemporaryHome home, TimeProvider clock) => OpenInstallation(home, clock).OpenDoctor(new ExaminationOptions(), _ => SecretResolver.None);

    private static IReadOnlyList<Finding> Examine(TemporaryHome home, TimeProvider clock) => Open(home, clock).Examine();

    /// <summary>What the installation says to those who use it: the status of each agent, its orders and its sessions; nothing where it says that it cannot be read.</summary>
    private static string Meaning(TemporaryHome home, TimeProvider clock)
    {
        MoltbotInstallation installation = OpenInstallation(home, clock);
        try
        {
            return string.Join('\n', installation.AgentIds.Select(id =>
            {
                Agent agent = installation.AgentOf(id);
                return $"{agent.GetModelStatus().ToJson().ToJsonString()} {string.Join(' ', agent.GetOrders().SelectMany(order => order.ProfileId))} {string.Join(' ', agent.Sessions.Read().GetAll().Select(session => $"{session.SessionKey} {session.ProfileId} {session.NextProfileId} {session.PinState}"))}";
            }));
        }
        catch (Core.Errors.MoltbotException unreadable)
        {
            return unreadable.Message;
        }
    }
}

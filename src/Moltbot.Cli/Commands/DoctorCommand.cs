using System.CommandLine;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Diagnosing;
using Moltbot.Core.Errors;
using Moltbot.Core.Resolving;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot doctor</c>: what is wrong with the credentials of an installation, and mend it.</summary>
internal static class DoctorCommand
{
    private const int Failure = 1;

    public static Command Create(Session session)
    {
        Option<bool> fix = new("--fix", "--repair") { Description = "Mend what can be mended, without questions.", Arity = ArgumentArity.Zero };
        Option<bool> yes = CommonOptions.Flag("--yes", "Answer every question with yes; the same as --fix where nobody can be asked.");
        Option<bool> nonInteractive = CommonOptions.Flag("--non-interactive", "Ask nobody; with --fix only what is safe unasked is mended, and what older versions left behind.");
        Option<bool> force = CommonOptions.Flag("--force", "With --fix or --yes: mend also what removes a secret or something that may still be wanted.");
        Option<bool> deep = CommonOptions.Flag("--deep", "Look for services of the system and for other installations of this machine too.");
        Option<bool> probe = CommonOptions.Flag("--probe", "Ask providers, too, whether they accept the credentials.");
        Option<bool> json = CommonOptions.Json();
        Option<bool> sarif = CommonOptions.Flag("--sarif", "Output SARIF 2.1.0, for code scanning and CI.");
        Option<bool> check = CommonOptions.Flag("--check", "Exit 1 if an error remains, 2 if a warning does, else 0.");
        Option<string[]> only = Kinds("--only", "The only kind of finding to look for; may be given several times. What cannot be read is told in any case.");
        Option<string[]> skip = Kinds("--skip", "A kind of finding to leave out; may be given several times.");
        Command command = new("doctor", "Find what is wrong with the credentials of an installation, and mend it.") { fix, yes, nonInteractive, force, deep, probe, json, sarif, check, only, skip };
        command.SetAction((parsed, _) => RunAsync(
            session,
            new DoctorOptions(parsed.GetValue(fix), parsed.GetValue(yes), parsed.GetValue(nonInteractive), parsed.GetValue(force), parsed.GetValue(json), parsed.GetValue(sarif), parsed.GetValue(check), parsed.GetValue(probe)),
            new ExaminationOptions { Only = KindsOf(parsed.GetValue(only)), Skip = KindsOf(parsed.GetValue(skip)), Deep = parsed.GetValue(deep) }));
        return command;
    }

    private static Option<string[]> Kinds(string name, string description) => new(name) { Description = description, HelpName = "id" };

    private static FindingKind[] KindsOf(string[]? ids) => [.. (ids ?? []).SelectMany(id => id.Split(',')).Select(FindingKinds.Find)];

    private static async Task<int> RunAsync(Session session, DoctorOptions options, ExaminationOptions wanted)
    {
        if (options is { Json: true, Sarif: true })
            throw new MoltbotException(ErrorCode.InvalidArgument, "Choose either --json or --sarif, not both.");

        MoltbotInstallation installation = session.Open();
        InstallationDoctor doctor = installation.OpenDoctor(wanted, present => present.OpenSecrets(vaults: null));
        RepairQuestions questions = new(session, options);
        int failures = 0;
        Treatment? treatment = null;
        int signal = await Interruption.FinishAsync(async cancellation =>
        {
            if (options.Probe)
            {
                SecretResolver secrets = installation.OpenSecrets(vaults: null, cancellation);
                await doctor.ProbeAsync(references => Task.Run(() => secrets.Resolve(references), cancellation), cancellation);
            }

            treatment = questions.WantNothing
                ? new Treatment([], doctor.Examine())
                : await doctor.TreatAsync(finding => Task.FromResult(questions.Wants(finding)), cancellation);
            failures = treatment.Repairs.Count(repair => repair.Result == RepairOutcome.Failed);
            return 0;
        });

        Write(session, treatment!, options, wanted);
        return signal != 0 ? signal : options.Check ? treatment!.ExitCode : failures > 0 ? Failure : 0;
    }

    private static void Write(Session session, Treatment treatment, DoctorOptions options, ExaminationOptions wanted)
    {
        if (options.Sarif)
            JsonOutput.Write(session, SarifLog.Of(treatment, session.Environment));
        else if (options.Json)
            JsonOutput.Write(session, DoctorJson.Of(treatment));
        else
            new DoctorText(session).Write(treatment, isRestricted: wanted.Only.Count + wanted.Skip.Count > 0);

        foreach (RepairedFinding failed in treatment.Repairs.Where(repair => repair.Result == RepairOutcome.Failed))
            session.Fail($"{failed.Id} could not be mended: {failed.Reason}");
    }
}

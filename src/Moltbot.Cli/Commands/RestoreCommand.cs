using System.CommandLine;
using Moltbot.Cli.Input;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.BackingUp;
using Moltbot.Core.Errors;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot restore</c>: what <c>moltbot backup</c> has saved.</summary>
internal static class RestoreCommand
{
    private const int Refused = 1;

    public static Command Create(Session session)
    {
        Argument<string> file = new("file") { Description = "The file that `moltbot backup` has written." };
        Option<bool> yes = CommonOptions.Flag("--yes", "Do not ask.");
        Option<bool> dryRun = CommonOptions.Flag("--dry-run", "Say what would be different, file by file, and change nothing.");
        Option<bool> json = CommonOptions.Json();
        BackupPassword password = new();
        Command command = new("restore", "Put a backup back, while no gateway runs. What was there is saved first; all of the backup is looked at before anything is changed.") { file, yes, dryRun, json };
        password.AddTo(command);
        command.SetAction(parsed => Run(session, parsed.GetValue(file)!, password.PlaceOf(parsed), parsed.GetValue(yes), parsed.GetValue(dryRun), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Session session, string file, VaultSecret? place, bool isAgreed, bool isDryRun, bool asJson)
    {
        MoltbotInstallation installation = session.Open();
        InstallationBackups backups = installation.Backups;
        using BackupArchive archive = backups.Open(file, () => BackupPassword.Known(session, installation, place));
        RestoredInstallation planned = backups.Rehearse(archive);
        if (isDryRun)
            return Tell(session, planned, isDone: false, asJson);
        if (planned.Changed > 0 && !isAgreed && !IsWanted(session, planned, archive))
            return Refused;

        return Tell(session, Interruption.Guard(cancellation => backups.Restore(archive, cancellation)), isDone: true, asJson);
    }

    private static bool IsWanted(Session session, RestoredInstallation planned, BackupArchive archive)
    {
        string question = $"Replace or make {planned.Changed.ToString(PlainNumbers.Format)} files of {session.Shorten(planned.StateDirectory)} as they were saved at {archive.CreatedAtText}?";
        return Terminal.IsPresent
            ? new Terminal(session.Errors).Confirm(question, isYesByDefault: false)
            : throw new MoltbotException(ErrorCode.InvalidArgument, $"{question} Nobody can be asked, and nothing was restored. Pass --yes, or see what would be different with --dry-run.");
    }

    private static int Tell(Session session, RestoredInstallation restored, bool isDone, bool asJson)
    {
        if (asJson)
        {
            JsonOutput.Write(session, restored.ToJson());
            return 0;
        }

        foreach (RestoredFile file in restored.ToFiles().Where(file => file.State != RestoredFileState.Same))
            session.Output.WriteLine($"{WordFor(file.State, isDone)} {session.Shorten(file.Path)}");

        int same = restored.ToFiles().Count - restored.Changed - restored.LeftOut;
        session.Output.WriteLine($"{same.ToString(PlainNumbers.Format)} files are as they were saved.{(isDone ? "" : " Nothing was changed.")}");
        if (restored.LeftOut > 0)
            session.Warn(["What is left out belongs in places outside of the state directory that are not this installation's. It is in the backup, which `tar xzf` unpacks if it is not encrypted."]);
        if (restored.SafetyCopy is { } copy)
            session.Output.WriteLine($"What was there before is in {session.Shorten(copy)}.");

        return 0;
    }

    private static string WordFor(RestoredFileState state, bool isDone) => (state, isDone) switch
    {
        (RestoredFileState.New, true) => "made",
        (RestoredFileState.Changed, true) => "replaced",
        (RestoredFileState.New, false) => "would make",
        (RestoredFileState.Changed, false) => "would replace",
        _ => "left out",
    };
}

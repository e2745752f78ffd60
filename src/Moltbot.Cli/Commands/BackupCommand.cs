using System.CommandLine;
using Moltbot.Cli.Input;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.BackingUp;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot backup</c>: configuration, credentials and sessions in one file.</summary>
internal static class BackupCommand
{
    public static Command Create(Session session)
    {
        Argument<string> file = new("file") { Description = "The file that is written; only its owner can read it." };
        Option<bool> force = CommonOptions.Flag("--force", "Replace a file that is there.");
        Option<bool> encrypt = CommonOptions.Flag("--encrypt", "Encrypt it with a password, from a masked prompt or from standard input.");
        Option<bool> dryRun = CommonOptions.Flag("--dry-run", "Say what would be done, and do nothing.");
        Option<bool> json = CommonOptions.Json();
        BackupPassword password = new();
        Command command = new("backup", "Save configuration, .env, credentials and sessions of all agents in one file, also while a gateway runs.") { file, force, encrypt, dryRun, json };
        password.AddTo(command);
        command.SetAction(parsed => Run(session, parsed.GetValue(file)!, parsed.GetValue(force), parsed.GetValue(encrypt), password.PlaceOf(parsed), parsed.GetValue(dryRun), parsed.GetValue(json)));
        return command;
    }

    private static void Run(Session session, string file, bool force, bool encrypt, VaultSecret? place, bool isDryRun, bool asJson)
    {
        MoltbotInstallation installation = session.Open();
        if (!installation.Exists)
            throw installation.Missing();

        InstallationBackups backups = installation.Backups;
        string target = backups.PlanSaving(file, force).Target;
        if (isDryRun)
        {
            session.Output.WriteLine($"Would save {session.Shorten(installation.Paths.StateDirectory)} in {session.Shorten(target)}. Nothing was written.");
            return;
        }

        Secret? password = encrypt || place is not null ? BackupPassword.New(session, installation, place) : null;
        SavedInstallation saved = Interruption.Guard(cancellation => backups.Save(file, password, force, cancellation));
        if (asJson)
        {
            JsonOutput.Write(session, saved.ToJson());
            return;
        }

        session.Output.WriteLine($"Saved {saved.FileCount.ToString(PlainNumbers.Format)} files of {session.Shorten(saved.StateDirectory)} in {session.Shorten(saved.Archive)} ({saved.Length.ToString(PlainNumbers.Format)} bytes{(saved.IsEncrypted ? ", encrypted" : "")}).");
        if (!saved.IsEncrypted)
            session.Output.WriteLine("The secrets in it can be read by whoever has the file; with --encrypt nobody reads them without its password.");
    }
}

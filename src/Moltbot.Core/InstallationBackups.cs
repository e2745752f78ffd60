using Moltbot.Core.BackingUp;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Secrets;

namespace Moltbot.Core;

/// <summary>Saves an installation in one file, and puts one back.</summary>
public sealed class InstallationBackups
{
    private readonly BackedInstallation installation;
    private readonly ProcessEnvironment environment;

    internal InstallationBackups(BackedInstallation installation, ProcessEnvironment environment)
    {
        this.installation = installation;
        this.environment = environment;
    }

    /// <summary>What saving it would do.</summary>
    /// <param name="path">Where the backup goes.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.BackupExists"/>.</exception>
    public PlannedChange PlanSaving(string path, bool overwrite)
    {
        string target = PathOf(path);
        return overwrite || RegularFile.TryKindOf(target, followsLinks: false) == FileKind.Missing ? new PlannedChange(target, "Save configuration, credentials and sessions") : throw BackupErrors.Exists(target);
    }

    /// <summary>Saves it, also while a gateway runs. Only the owner can read the file.</summary>
    /// <param name="path">Where the backup goes.</param>
    /// <param name="password">What it is encrypted with; <see langword="null"/> to leave the secrets in it readable.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <exception cref="MoltbotException">Something cannot be read, or the backup cannot be written; what was at the path is as it was.</exception>
    public SavedInstallation Save(string path, Secret? password = null, bool overwrite = false, CancellationToken cancellation = default)
    {
        string target = PathOf(path);
        BackupManifest manifest = new BackupWriter(installation, cancellation).Write(target, password, overwrite);
        return new SavedInstallation(installation.Paths.StateDirectory, target, new FileInfo(target).Length, password is not null)
        {
            Layout = manifest.Layout,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds((long)manifest.CreatedAt),
            Files = manifest.Files,
        };
    }

    /// <summary>Opens a backup and looks at all of it; to be disposed of after the command.</summary>
    /// <param name="path">The backup.</param>
    /// <param name="password">Gives the password. Is asked only if there is need for one.</param>
    /// <exception cref="MoltbotException">It is none, was changed, or the password does not open it.</exception>
    public BackupArchive Open(string path, Func<Secret?> password) => BackupArchive.Open(PathOf(path), password);

    /// <summary>What putting a backup back would change, file by file. Nothing is changed.</summary>
    /// <exception cref="MoltbotException">A gateway runs there, or the backup is of another generation of gateways.</exception>
    public RestoredInstallation Rehearse(BackupArchive archive) => new BackupRestoring(archive, installation, CancellationToken.None).Rehearse();

    /// <summary>Puts a backup back. What was there is saved first; files that the backup does not have stay.</summary>
    /// <param name="archive">The backup.</param>
    /// <param name="cancellation">Ends it between two files; a second run goes on.</param>
    /// <exception cref="MoltbotException">As <see cref="Rehearse"/>, or a file cannot be written.</exception>
    public RestoredInstallation Restore(BackupArchive archive, CancellationToken cancellation = default) => new BackupRestoring(archive, installation, cancellation).Restore();

    private string PathOf(string path) => UserPath.Expand(path, environment) is { Length: > 0 } full
        ? full
        : throw new MoltbotException(ErrorCode.InvalidArgument, "The name of the backup is blank. Name a file.");
}

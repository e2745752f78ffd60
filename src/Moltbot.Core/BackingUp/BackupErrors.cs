using Moltbot.Core.Errors;
using Moltbot.Core.Installation;

namespace Moltbot.Core.BackingUp;

/// <summary>What goes wrong with backups, and what to do then.</summary>
internal static class BackupErrors
{
    public static MoltbotException Exists(string path) => MoltbotException.At(path, ErrorCode.BackupExists,
        $"{path} is there already and was left as it is. Name another file, or replace it with {NextSteps.Force}.");

    public static MoltbotException Missing(string path) => MoltbotException.At(path, ErrorCode.FileNotFound, $"There is no backup {path}. Nothing was changed. Name the file that {NextSteps.Backup} has written.");

    public static MoltbotException Damaged(string path, string reason) => MoltbotException.At(path, ErrorCode.BackupUnreadable,
        $"{path} is no backup that can be used: {reason}. Nothing was restored. Use another backup.");

    public static MoltbotException TooNew(string path) => MoltbotException.At(path, ErrorCode.BackupUnreadable,
        $"{path} was made by a newer version of this program. Nothing was restored. Use that version.");

    public static MoltbotException PasswordWrong(string path) => MoltbotException.At(path, ErrorCode.BackupPasswordWrong,
        $"The password does not open {path}: it is another one, or the beginning of the file was changed. Nothing was restored. Try again with the password that it was made with.");

    public static MoltbotException PasswordMissing(string path) => MoltbotException.At(path, ErrorCode.BackupPasswordMissing,
        $"{path} is encrypted. Nothing was restored. Give its password, or say where it is kept ({NextSteps.GivePassword}); the command line also takes it from standard input.");

    public static MoltbotException Changed(string path) => MoltbotException.At(path, ErrorCode.WriteFailed,
        $"{path} was changed while it was read, so no backup was made. Try again; if that goes on, stop the program that writes it.");

    public static MoltbotException InUse(string stateDirectory, GatewayPresence gateway) => MoltbotException.At(stateDirectory, ErrorCode.GatewayRunning, gateway.IsRunning is true
        ? (Advice)$"A gateway runs on {stateDirectory} ({gateway.Reason}), and would go on with what it has in memory. Nothing was restored. Stop it first: `openclaw gateway stop`."
        : (Advice)$"It is not known whether a gateway runs on {stateDirectory}: {gateway.Reason}. Nothing was restored. Stop it, see to that file, then try again.");

    public static MoltbotException OtherLayout(string path, LayoutKind kind, string stateDirectory) => MoltbotException.At(path, ErrorCode.BackupOfOtherLayout, kind == LayoutKind.January
        ? (Advice)$"{path} is the backup of an installation of January, and {stateDirectory} is one of today's gateway, which a file of January's would stop. Nothing was restored. Restore it into a directory where nothing is ({NextSteps.StateDirectory}), and have the gateway take that over: `openclaw doctor --fix`."
        : (Advice)$"{path} is the backup of an installation of today's gateway, and {stateDirectory} is one of January's. Nothing was restored. Restore it into a directory where nothing is ({NextSteps.StateDirectory}).");
}

using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.PowerShell.Running;

namespace Moltbot.PowerShell;

/// <summary>The installation as a PowerShell session sees it: relative paths start at the session's location in the file system.</summary>
internal static class SessionInstallation
{
    /// <summary>Opens the installation that the process environment leads to, or the one in a state directory.</summary>
    /// <param name="session">The session.</param>
    /// <param name="stateDirectory">A path as the user writes it, with <c>~</c> or a PowerShell drive; or <see langword="null"/>.</param>
    /// <param name="loginShell">The login shell to ask for keys if the user wants that; <see langword="null"/> to ask none.</param>
    /// <exception cref="MoltbotException">The state directory is blank or not in the file system.</exception>
    public static MoltbotInstallation Open(SessionState session, string? stateDirectory, ILoginShell? loginShell) =>
        MoltbotInstallation.Open(EnvironmentOf(session), Resolve(session, stateDirectory), loginShell: loginShell);

    /// <summary>Describes the installations that there are, or the one in a state directory.</summary>
    /// <param name="session">The session.</param>
    /// <param name="stateDirectory">A path as the user writes it, with <c>~</c> or a PowerShell drive; or <see langword="null"/>.</param>
    /// <exception cref="MoltbotException">The state directory is blank or not in the file system.</exception>
    public static IReadOnlyList<InstallationOverview> FindAll(SessionState session, string? stateDirectory) =>
        MoltbotInstallation.FindAll(EnvironmentOf(session), Resolve(session, stateDirectory));

    /// <summary>The error about a state directory that is given and is nothing, as from a variable that is misspelt.</summary>
    public static MoltbotException Blank() => new(ErrorCode.InvalidArgument, "The state directory is blank. Name a directory, or leave -StateDirectory out.");

    private static ProcessEnvironment EnvironmentOf(SessionState session) =>
        VariableScope.EnvironmentHere(session.Path.CurrentFileSystemLocation.ProviderPath) with { FrontEnd = FrontEnd.Module };

    private static string? Resolve(SessionState session, string? path)
    {
        if (path is null)
            return null;
        if (string.IsNullOrWhiteSpace(path))
            throw Blank();

        bool isOnDrive = session.Path.IsProviderQualified(path) || session.Path.IsPSAbsolute(path, out _);
        if (!isOnDrive || Path.IsPathRooted(path))
            return path;

        string resolved = session.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        return provider.Name == "FileSystem"
            ? resolved
            : throw new MoltbotException(ErrorCode.InvalidArgument, $"The state directory {path} is not in the file system.") { Subject = path };
    }
}

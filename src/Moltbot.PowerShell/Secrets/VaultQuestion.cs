using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Shell = System.Management.Automation.PowerShell;

namespace Moltbot.PowerShell.Secrets;

/// <summary>
/// Questions to SecretManagement in a session of their own, with the host of the caller, in which a vault that is locked asks for
/// its password. SecretManagement waits for a vault whatever happens, so that a pipeline in which it is called could not be
/// stopped before the vault has answered; here nobody need wait for that.
/// </summary>
/// <param name="caller">The cmdlet.</param>
/// <param name="stopped">Is cancelled when the pipeline is stopped.</param>
internal sealed class VaultQuestion(PSCmdlet caller, CancellationToken stopped) : IDisposable
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";

    private Runspace? runspace;
    private bool isAbandoned;

    /// <summary>Asks, and waits for the answer as long as the pipeline runs.</summary>
    /// <param name="command">A command of SecretManagement that changes nothing.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <exception cref="RuntimeException">It failed.</exception>
    /// <exception cref="OperationCanceledException">The pipeline was stopped.</exception>
    public IReadOnlyList<PSObject> Ask(string command, System.Collections.IDictionary parameters)
    {
        Shell shell = Shell.Create();
        shell.Runspace = runspace ??= Open();
        shell.AddCommand($@"{Module}\{command}").AddParameters(parameters).AddParameter("ErrorAction", ActionPreference.Stop);
        IAsyncResult answer = shell.BeginInvoke();
        if (WaitHandle.WaitAny([answer.AsyncWaitHandle, stopped.WaitHandle]) != 0)
        {
            Abandon(shell);
            throw new OperationCanceledException(stopped);
        }

        using (shell)
            return [.. shell.EndInvoke(answer)];
    }

    /// <summary>Ends the session, unless a vault is still at work in it.</summary>
    public void Dispose()
    {
        if (!isAbandoned)
            runspace?.Dispose();
    }

    private Runspace Open()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.LanguageMode = caller.SessionState.LanguageMode;
        if (PathOfModule() is { } path)
            state.ImportPSModule([path]);

        Runspace opened = RunspaceFactory.CreateRunspace(caller.Host, state);
        opened.Open();
        return opened;
    }

    /// <summary>The module as the caller's session has it, which may have been imported from anywhere.</summary>
    private static string? PathOfModule()
    {
        using Shell shell = Shell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddCommand(@"Microsoft.PowerShell.Core\Get-Module").AddParameter("Name", Module).Invoke<PSModuleInfo>() is [{ Path: var path }, ..] ? path : null;
    }

    /// <summary>
    /// Tells the vault to end, without waiting for that: it works in a runspace of SecretManagement, which opens another with its
    /// next call.
    /// </summary>
    private void Abandon(Shell shell)
    {
        isAbandoned = true;
        shell.BeginStop(callback: null, state: null);
        Assembly? loaded = Array.Find(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == Module);
        if (loaded?.GetType($"{Module}.PowerShellInvoker")?.GetField("_runspace", BindingFlags.NonPublic | BindingFlags.Static)?.GetValue(obj: null) is Runspace { RunspaceStateInfo.State: RunspaceState.Opened } busy)
            busy.CloseAsync();
    }
}

using System.Runtime.InteropServices;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

/// <summary>Runs code that the system's permissions apply to, even where the tests are run by root.</summary>
internal static class Unprivileged
{
    private const uint Nobody = 65534;

    /// <summary>Runs the action, and throws what it threw.</summary>
    public static void Run(Action action) => Run(() =>
    {
        action();
        return true;
    });

    /// <summary>
    /// Runs the function, and returns what it returned or throws what it threw. As root it runs on a thread of its own
    /// that opens files as nobody; Linux keeps that apart for each thread.
    /// </summary>
    public static T Run<T>(Func<T> function)
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");
        if (!Environment.IsPrivilegedProcess)
            return function();

        SkipReason.Privilege.Require(OperatingSystem.IsLinux(), "Modes do not apply to root, and only Linux lets one thread give that up.");
        TaskCompletionSource<T> outcome = new();
        Thread thread = new(() =>
        {
            _ = SetFileSystemUser(Nobody);
            try
            {
                outcome.SetResult(function());
            }
            catch (Exception exception)
            {
                outcome.SetException(exception);
            }
        });
        thread.Start();
        thread.Join();
        return outcome.Task.GetAwaiter().GetResult();
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetFileSystemUser(uint user);
}

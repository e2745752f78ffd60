using System.ComponentModel;
using System.Diagnostics;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Running;

/// <summary>The browser of the person who uses this machine. It is started and left alone: it stays when we end.</summary>
/// <param name="environment">The environment, which tells whether there is a screen.</param>
public sealed class SystemBrowser(ProcessEnvironment environment)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly string[] OfScreen = ["DISPLAY", "WAYLAND_DISPLAY", "WSL_INTEROP", "WSL_DISTRO_NAME"];

    /// <summary>The programs that open a page here, the first one first; none where no browser would be seen.</summary>
    internal IReadOnlyList<string> Openers => environment.Platform switch
    {
        OperatingSystemKind.MacOS => ["open"],
        OperatingSystemKind.Linux when Array.Exists(OfScreen, name => !string.IsNullOrEmpty(environment.Get(name))) => ["wslview", "xdg-open"],
        _ => [],
    };

    /// <summary>Opens a page.</summary>
    /// <param name="address">The page, of the web.</param>
    /// <param name="cancellation">Ends the waiting for whether it worked.</param>
    /// <returns>Whether a browser was started, as far as can be known.</returns>
    public async Task<bool> OpenAsync(Uri address, CancellationToken cancellation = default)
    {
        if (address.Scheme is not ("https" or "http"))
            return false;
        if (environment.Platform == OperatingSystemKind.Windows)
            return Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true }, out _);

        ProgramSearch search = ProgramSearch.OfThisProcess();
        foreach (string opener in Openers)
        {
            if (search.Find(opener) is not { } program)
                continue;

            ProcessStartInfo start = new(program, [address.AbsoluteUri]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
            if (Start(start, out Process? process) && await HasOpenedAsync(process!, cancellation))
                return true;
        }

        return false;
    }

    /// <summary>Some of these programs end when the page is open, others when the browser does.</summary>
    private static async Task<bool> HasOpenedAsync(Process process, CancellationToken cancellation)
    {
        using (process)
        {
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            try
            {
                await process.WaitForExitAsync(cancellation).WaitAsync(Patience, cancellation);
                return process.ExitCode == 0;
            }
            catch (TimeoutException)
            {
                return true;
            }
        }
    }

    private static bool Start(ProcessStartInfo start, out Process? process)
    {
        process = null;
        try
        {
            process = Process.Start(start);
            return true;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}

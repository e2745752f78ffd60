using Moltbot.Core.Installation;

namespace Moltbot.Core.OAuth;

/// <summary>Whether the person sits at another machine, so that a browser here helps nobody (docs/gateway/oauth.md §10).</summary>
internal static class RemoteTerminal
{
    private static readonly string[] OfRemote = ["SSH_CLIENT", "SSH_TTY", "SSH_CONNECTION", "REMOTE_CONTAINERS", "CODESPACES"];
    private static readonly string[] OfDesktop = ["DISPLAY", "WAYLAND_DISPLAY", "WSL_INTEROP", "WSL_DISTRO_NAME", "WSLENV"];

    /// <summary>Whether it is so.</summary>
    public static bool IsUsedIn(ProcessEnvironment environment) =>
        IsAnySet(environment, OfRemote) || (environment.Platform == OperatingSystemKind.Linux && !IsAnySet(environment, OfDesktop));

    /// <summary>
    /// Whether Linux runs beside Windows in a machine of its own, where some providers' browsers do not come back to it
    /// (docs/gateway/oauth.md §6).
    /// </summary>
    /// <param name="kernel">What the kernel calls itself.</param>
    public static bool IsWsl2(string kernel) =>
        kernel.Contains("microsoft", StringComparison.OrdinalIgnoreCase)
        && (kernel.Contains("wsl2", StringComparison.OrdinalIgnoreCase) || kernel.Contains("microsoft-standard", StringComparison.OrdinalIgnoreCase));

    private static bool IsAnySet(ProcessEnvironment environment, string[] names) => Array.Exists(names, name => !string.IsNullOrEmpty(environment.Get(name)));
}

namespace Moltbot.Core.Installation;

/// <summary>The operating systems whose rules differ for us.</summary>
public enum OperatingSystemKind
{
    /// <summary>Linux and other Unix systems with a case-sensitive file system.</summary>
    Linux,

    /// <summary>macOS.</summary>
    MacOS,

    /// <summary>Windows.</summary>
    Windows,
}

namespace Moltbot.Testing;

/// <summary>
/// Why a test may be skipped. What is not on this list has to be brought along by the tests themselves. A test asks with
/// <see cref="SkipReasons.Require"/> and in no other way, so that what was skipped and why can be told in groups.
/// </summary>
public enum SkipReason
{
    /// <summary>It is about another operating system.</summary>
    OperatingSystem,

    /// <summary>It is about something of Windows that Wine does not have, or not as Windows has it (docs/testing.md).</summary>
    RealWindows,

    /// <summary>It needs root, or anybody but root, or what only some roots may.</summary>
    Privilege,

    /// <summary>It needs a program that no package brings, as node for the gateway's own library of locks.</summary>
    Program,

    /// <summary>It needs a module that only the PowerShell Gallery has.</summary>
    GalleryModule,

    /// <summary>It needs a folder that a variable names, as the one with the gateway's own package, or other recordings.</summary>
    NamedFolder,
}

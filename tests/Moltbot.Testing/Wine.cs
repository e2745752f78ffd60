using System.Runtime.InteropServices;

namespace Moltbot.Testing;

/// <summary>What stands in for Windows where <c>tests/windows.sh</c> runs the tests.</summary>
public static class Wine
{
    /// <summary>What <c>icu.dll</c> does on Windows.</summary>
    public const string Languages = "Wine has no ICU, so .NET takes the rules of languages from Wine.";

    /// <summary>What leads elsewhere.</summary>
    public const string Links = "Wine makes no symbolic links.";

    /// <summary>Who may open a file.</summary>
    public const string AccessLists = "Wine keeps a mode in the place of an access list.";

    /// <summary>What a server with TLS needs.</summary>
    public const string Certificates = "Wine gives certificates no keys, so no server of a test can prove who it is.";

    /// <summary>What makes a key of a password.</summary>
    public const string Passwords = "Wine makes no keys of passwords (PBKDF2).";

    /// <summary>Whether this Windows is Wine.</summary>
    public static bool IsHere { get; } =
        OperatingSystem.IsWindows() && NativeLibrary.TryLoad("ntdll.dll", out nint library) && NativeLibrary.TryGetExport(library, "wine_get_version", out _);

    /// <summary>Skips the test on Wine.</summary>
    /// <param name="lack">A sentence that says what Wine lacks.</param>
    public static void Lacks(string lack) => SkipReason.RealWindows.Require(!IsHere, lack);

    /// <summary>What tests share, or skips the test on Wine, where it was not made.</summary>
    /// <param name="shared">It.</param>
    /// <param name="lack">A sentence that says what Wine lacks for it.</param>
    public static T Has<T>(T? shared, string lack)
        where T : class
    {
        Lacks(lack);
        return shared!;
    }

    /// <summary>Makes something, or skips the test on Wine.</summary>
    /// <param name="lack">A sentence that says what Wine lacks for it.</param>
    public static T New<T>(string lack)
        where T : new()
    {
        Lacks(lack);
        return new T();
    }
}

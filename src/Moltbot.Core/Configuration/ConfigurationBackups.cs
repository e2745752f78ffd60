using System.Globalization;
using Moltbot.Core.Files;

namespace Moltbot.Core.Configuration;

/// <summary>The last five contents of a file, beside it: <c>.bak</c> is the newest, <c>.bak.4</c> the oldest (spec/config.md §12).</summary>
internal static class ConfigurationBackups
{
    private const int Count = 5;
    private const UnixFileMode OwnerReadsAndWrites = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Keeps the present content of a file, and drops the oldest one. As in the gateway, a backup that cannot be made
    /// keeps nobody from working; the file itself is only read.
    /// </summary>
    /// <param name="path">The file, without links.</param>
    public static void Keep(string path)
    {
        for (int age = Count - 1; age > 0; age--)
            IfPossible(() => File.Move(PathOf(path, age - 1), PathOf(path, age), overwrite: true), PathOf(path, age - 1));

        IfPossible(() => Copy(path, PathOf(path, 0)), path);
    }

    private static string PathOf(string path, int age) =>
        age == 0 ? path + ".bak" : string.Create(CultureInfo.InvariantCulture, $"{path}.bak.{age}");

    /// <summary>A copy that is whole or not there, and that nobody can read who could not read the file.</summary>
    private static void Copy(string path, string backup)
    {
        string temporaryPath = TemporaryPath.For(backup);
        try
        {
            WriteCopy(path, temporaryPath);
            File.Move(temporaryPath, backup, overwrite: true);
        }
        finally
        {
            IfPossible(() => File.Delete(temporaryPath), temporaryPath);
        }
    }

    private static void WriteCopy(string path, string temporaryPath)
    {
        byte[] content = File.ReadAllBytes(path);
        using (FileStream copy = OwnerOnly.OpenNewFile(temporaryPath))
            copy.Write(content);

        if (OperatingSystem.IsLinux())
            UnixCalls.CopyOwner(path, temporaryPath);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(temporaryPath, File.GetUnixFileMode(path) & OwnerReadsAndWrites);
    }

    private static void IfPossible(Action act, string path)
    {
        try
        {
            if (File.Exists(path))
                act();
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
        }
    }
}

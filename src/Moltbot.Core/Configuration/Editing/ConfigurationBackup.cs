using System.Globalization;
using Moltbot.Core.Files;

namespace Moltbot.Core.Configuration.Editing;

/// <summary>
/// A copy of what a file holds before it is replaced. Kept, it is the newest of the five beside the file: <c>.bak</c>, and
/// up to <c>.bak.4</c> the oldest (docs/gateway/config.md §12). It is written before the last look at the file and kept after the
/// replacement, so that nothing takes time in between. As in the gateway, a backup that cannot be made keeps nobody from
/// working.
/// </summary>
internal sealed class ConfigurationBackup : IDisposable
{
    private const int Count = 5;
    private const UnixFileMode OwnerReadsAndWrites = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string path;
    private readonly string temporaryPath;
    private bool isWhole;

    /// <summary>Writes the copy.</summary>
    /// <param name="path">The file, without links; it is only looked at.</param>
    /// <param name="content">What it holds.</param>
    public ConfigurationBackup(string path, byte[] content)
    {
        this.path = path;
        temporaryPath = TemporaryPath.For(PathOf(0));
        IfPossible(path, () => Write(content));
    }

    /// <summary>Makes the copy the newest backup, and drops the oldest one.</summary>
    public void Keep()
    {
        if (!isWhole || !Enumerable.Range(0, Count).All(age => RegularFile.IsMovable(PathOf(age))))
            return;

        for (int age = Count - 1; age > 0; age--)
            IfPossible(PathOf(age - 1), () => File.Move(PathOf(age - 1), PathOf(age), overwrite: true));

        IfPossible(temporaryPath, () => File.Move(temporaryPath, PathOf(0), overwrite: true));
    }

    /// <summary>Removes a copy that was not kept.</summary>
    public void Dispose() => IfPossible(temporaryPath, () => File.Delete(temporaryPath));

    private string PathOf(int age) => age == 0 ? path + ".bak" : string.Create(CultureInfo.InvariantCulture, $"{path}.bak.{age}");

    /// <summary>Nobody can read the copy who could not read the file.</summary>
    private void Write(byte[] content)
    {
        using FileStream copy = OwnerOnly.CreateFile(temporaryPath);
        copy.Write(content);
        if (OperatingSystem.IsLinux())
            UnixCalls.CopyOwner(path, copy.SafeFileHandle);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(copy.SafeFileHandle, File.GetUnixFileMode(path) & OwnerReadsAndWrites);
        isWhole = true;
    }

    private static void IfPossible(string existing, Action act)
    {
        try
        {
            if (File.Exists(existing))
                act();
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
        }
    }
}

using System.Globalization;
using Microsoft.Win32.SafeHandles;
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

    private readonly FilePlace place;
    private readonly string temporary;
    private bool isWhole;

    /// <summary>Writes the copy.</summary>
    /// <param name="place">The place of the file, which is only looked at.</param>
    /// <param name="content">What it holds.</param>
    public ConfigurationBackup(FilePlace place, byte[] content)
    {
        this.place = place;
        temporary = TemporaryFile.NameFor(NameOf(0));
        IfPossible(() => Write(content));
    }

    /// <summary>Makes the copy the newest backup, and drops the oldest one.</summary>
    public void Keep() => IfPossible(() =>
    {
        if (!isWhole || !Enumerable.Range(0, Count).All(age => place.Directory.KindOf(NameOf(age)) is FileKind.Missing or FileKind.File or FileKind.Link))
            return;

        for (int age = Count - 1; age > 0; age--)
            place.Directory.Rename(NameOf(age - 1), NameOf(age));

        place.Directory.Rename(temporary, NameOf(0));
    });

    /// <summary>Removes a copy that was not kept.</summary>
    public void Dispose() => place.Directory.TryDelete(temporary);

    private string NameOf(int age) => age == 0 ? place.Name + ".bak" : string.Create(CultureInfo.InvariantCulture, $"{place.Name}.bak.{age}");

    /// <summary>Nobody can read the copy who could not read the file.</summary>
    private void Write(byte[] content)
    {
        if (place.KindNow() != FileKind.File)
            return;

        using SafeFileHandle copy = place.Directory.CreateFile(temporary);
        RandomAccess.Write(copy, content, fileOffset: 0);
        if (OperatingSystem.IsWindows())
        {
            OwnerOnly.Protect(copy, temporary, place, FileProtection.OwnerOnly);
        }
        else if ( place.Directory.StatusOf(place.Name) is { } file)
        {
            UnixCalls.GiveTo(copy, file);
            File.SetUnixFileMode(copy, file.Permissions & OwnerReadsAndWrites);
        }

        isWhole = true;
    }

    private static void IfPossible(Action act)
    {
        try
        {
            act();
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
        }
    }
}

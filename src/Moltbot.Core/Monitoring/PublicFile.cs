using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;

namespace Moltbot.Core.Monitoring;

/// <summary>A file for other programs: replaced as a whole, and open to those who read it, because nothing in it is secret.</summary>
internal static class PublicFile
{
    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Replaces a file.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.WriteFailed"/>.</exception>
    public static void Write(string path, string text)
    {
        string realPath = RealPath.Resolve(path);
        string beside = TemporaryPath.For(realPath);
        try
        {
            RegularFile.Require(path);
            AtomicFile.Replace(beside, Encoding.UTF8.GetBytes(text));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(beside, File.Exists(realPath) ? File.GetUnixFileMode(realPath) : ReadableByAll);

            RegularFile.RequireReplaceable(realPath);
            File.Move(beside, realPath, overwrite: true);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            RegularFile.Delete(beside);
            throw WriteFailure.Create(path, "could not be written and is as it was before", refusal);
        }
    }
}

using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;

namespace Moltbot.Core.Monitoring;

/// <summary>A file for other programs: replaced as a whole, and open to those who read it, because nothing in it is secret.</summary>
internal static class PublicFile
{
    /// <summary>Replaces a file.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.WriteFailed"/>.</exception>
    public static void Write(string path, string text) => AtomicFile.Replace(path, Encoding.UTF8.GetBytes(text), FileProtection.AsBefore);
}

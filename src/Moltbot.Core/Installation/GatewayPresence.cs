using System.Diagnostics;
using System.Text.Json;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;

namespace Moltbot.Core.Installation;

/// <summary>Whether a gateway of today runs on a state directory: it says so in a file there for as long as it does (docs/gateway/later.md §2.1).</summary>
/// <param name="IsRunning">Whether it runs; <see langword="null"/> where nobody can tell.</param>
/// <param name="Reason">How that is known, or why it is not.</param>
internal sealed record GatewayPresence(bool? IsRunning, string Reason)
{
    private const string Lock = "gateway.state.lock";
    private const string Prefix = "openclaw-";

    /// <summary>Looks for a gateway.</summary>
    /// <param name="stateDirectory">The absolute path of the state directory.</param>
    public static GatewayPresence In(string stateDirectory)
    {
        IReadOnlyList<string> folders = Folder.Folders(Path.Combine(stateDirectory, "tmp"), out MoltbotException? problem);
        if (problem is not null)
            return new GatewayPresence(null, problem.Message);

        foreach (string folder in folders.Where(folder => Path.GetFileName(folder).StartsWith(Prefix, StringComparison.Ordinal)))
        {
            if (Read(Path.Combine(folder, Lock)) is { } presence)
                return presence;
        }

        return new GatewayPresence(false, "no gateway says that it runs");
    }

    private static GatewayPresence? Read(string path)
    {
        try
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle? handle = RegularFile.Open(path);
            if (handle is null)
                return null;

            byte[] content = new byte[RandomAccess.GetLength(handle)];
            int length = RandomAccess.Read(handle, content, 0);
            return JsonText.Parse(content[..length]).Member("pid").AsNumber() is { } process
                ? OfProcess((int)process, path)
                : new GatewayPresence(null, $"{path} does not say which process it is");
        }
        catch (Exception unreadable) when (unreadable is MoltbotException or JsonException || WriteFailure.IsRefusal(unreadable))
        {
            return new GatewayPresence(null, $"{path} cannot be read");
        }
    }

    private static GatewayPresence OfProcess(int process, string path)
    {
        try
        {
            using Process found = Process.GetProcessById(process);
            return new GatewayPresence(!found.HasExited, found.HasExited ? $"{path} is of a process that is gone" : string.Create(Text.PlainNumbers.Format, $"process {process}, as {path} says"));
        }
        catch (ArgumentException)
        {
            return new GatewayPresence(false, $"{path} is of a process that is gone");
        }
        catch (InvalidOperationException)
        {
            return new GatewayPresence(null, $"nobody can tell whether the process of {path} still runs");
        }
    }
}

using System.Diagnostics;
using System.Net.Sockets;

namespace Moltbot.Testing;

/// <summary>What can be in the place of a file and is none, named as our errors name it.</summary>
public static class SpecialFile
{
    private const string LinkTo = "a link to ";

    /// <summary>All of it, at a path or behind a link at that path.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Things, .. Things.Select(thing => LinkTo + thing)];

    /// <summary>All of it without links.</summary>
    public static IReadOnlyList<string> Things => ["a named pipe", "a socket", "a device", "a directory"];

    /// <summary>Puts one into a home, in the place of the file that is there. What a link leads to is elsewhere in the home.</summary>
    /// <returns>Its absolute path.</returns>
    public static string PutSpecialFile(this TemporaryHome home, string kind, string relativePath)
    {
        Require();
        string path = home[relativePath];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        if (!kind.StartsWith(LinkTo, StringComparison.Ordinal))
            return Make(kind, path);

        SymbolicLink.Make(path, Make(kind[LinkTo.Length..], home["special"]));
        return path;
    }

    /// <summary>Skips the test where there is nothing of the kind.</summary>
    public static void Require() => SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no such files.");

    /// <summary>Whether it is still what was put there.</summary>
    public static bool IsAt(string kind, string path)
    {
        bool isLink = kind.StartsWith(LinkTo, StringComparison.Ordinal);
        string test = (isLink ? kind[LinkTo.Length..] : kind) switch
        {
            "a named pipe" => "-p",
            "a socket" => "-S",
            "a device" => "-c",
            _ => "-d",
        };
        return Succeeds("test", test, path) && (new FileInfo(path).LinkTarget is not null) == isLink;
    }

    private static string Make(string thing, string path)
    {
        switch (thing)
        {
            case "a named pipe":
                Made(Succeeds("mkfifo", path));
                break;
            case "a socket":
                // Whoever closes it removes it by the name that it was given.
                using (Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
                {
                    socket.Bind(new UnixDomainSocketEndPoint(path + "~"));
                    File.Move(path + "~", path);
                }

                break;
            case "a device":
                // The device that swallows everything, under a name of its own: the system's is never touched.
                if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !Succeeds("mknod", path, "c", "1", "3"))
                    SkipReason.Privilege.Require(false, "Only root on Linux can make a device, and not in every container.");
                break;
            default:
                Directory.CreateDirectory(path);
                break;
        }

        return path;
    }

    private static void Made(bool isMade)
    {
        if (!isMade)
            throw new InvalidOperationException("It could not be made.");
    }

    private static bool Succeeds(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

using System.Text;
using System.Text.RegularExpressions;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;

namespace Moltbot.Core.OAuth;

/// <summary>The client that an installed Gemini CLI brings along (docs/gateway/oauth.md §6). It is read anew each time.</summary>
internal static partial class InstalledGeminiCli
{
    private const string FileName = "oauth2.js";
    private const int DeepestFolder = 10;
    private const int MostFolders = 20_000;
    private const int LongestFile = 4 * 1024 * 1024;

    private static readonly string[][] UsualPlaces =
    [
        ["node_modules", "@google", "gemini-cli-core", "dist", "src", "code_assist", FileName],
        ["node_modules", "@google", "gemini-cli-core", "dist", "code_assist", FileName],
    ];

    /// <summary>The client, or <see langword="null"/> when there is no Gemini CLI, or none that is known to be one.</summary>
    public static ClientCredentials? Find(ProcessEnvironment environment)
    {
        if (ProgramIn(environment) is not { } program || Path.GetDirectoryName(Path.GetDirectoryName(RealPath.Resolve(program))) is not { } package)
            return null;

        string? source = UsualPlaces.Select(place => Path.Combine([package, .. place])).FirstOrDefault(File.Exists) ?? Search(package);
        return source is null ? null : ReadFrom(source);
    }

    private static string? ProgramIn(ProcessEnvironment environment)
    {
        bool isWindows = environment.Platform == OperatingSystemKind.Windows;
        string[] endings = isWindows ? [".cmd", ".bat", ".exe", ""] : [""];
        return (environment.Get("PATH") ?? "").Split(isWindows ? ';' : ':', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(_ => endings, (folder, ending) => Path.Combine(folder, $"gemini{ending}"))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>The first file of that name, in the breadth and depth that a package has.</summary>
    private static string? Search(string package)
    {
        Queue<(string Folder, int Depth)> waiting = new([(package, 0)]);
        for (int seen = 0; seen < MostFolders && waiting.TryDequeue(out (string Folder, int Depth) next); seen++)
        {
            try
            {
                string file = Path.Combine(next.Folder, FileName);
                if (File.Exists(file))
                    return file;
                if (next.Depth == DeepestFolder - 1)
                    continue;

                foreach (string folder in Directory.EnumerateDirectories(next.Folder).Order(StringComparer.Ordinal))
                {
                    if (!Path.GetFileName(folder).StartsWith('.') && new DirectoryInfo(folder).LinkTarget is null)
                        waiting.Enqueue((folder, next.Depth + 1));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A folder that cannot be looked into holds nothing that could be used.
            }
        }

        return null;
    }

    private static ClientCredentials? ReadFrom(string path)
    {
        byte[]? content = ReadOrNothing(path);
        if (content is null || content.Length > LongestFile)
            return null;

        string text = Encoding.UTF8.GetString(content);
        return IdPattern().Match(text) is { Success: true } id && SecretPattern().Match(text) is { Success: true } secret
            ? new ClientCredentials(id.Value, secret.Value)
            : null;
    }

    private static byte[]? ReadOrNothing(string path)
    {
        try
        {
            return SharedFile.Read(path, FileLimit.Record);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"[0-9]+-[a-z0-9]+\.apps\.googleusercontent\.com", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"GOCSPX-[A-Za-z0-9_-]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex SecretPattern();
}

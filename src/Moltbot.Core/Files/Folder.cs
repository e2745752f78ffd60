using Moltbot.Core.Errors;

namespace Moltbot.Core.Files;

/// <summary>Looks into directories. One that cannot be listed is told, and never counts as empty.</summary>
internal static class Folder
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>The absolute paths of the files in a directory in their order; none where it does not exist.</summary>
    /// <param name="path">The absolute path of the directory.</param>
    /// <param name="problem">Why it could not be listed; <see langword="null"/> if it was, or does not exist.</param>
    public static IReadOnlyList<string> Files(string path, out MoltbotException? problem) => List(path, Directory.EnumerateFiles, out problem);

    /// <summary>The absolute paths of the directories in a directory in their order; none where it does not exist.</summary>
    /// <param name="path">The absolute path of the directory.</param>
    /// <param name="problem">Why it could not be listed; <see langword="null"/> if it was, or does not exist.</param>
    public static IReadOnlyList<string> Folders(string path, out MoltbotException? problem) => List(path, Directory.EnumerateDirectories, out problem);

    /// <summary>Whether there is something at a path, be it a link that leads nowhere.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="problem">Why that cannot be told; <see langword="null"/> if it can.</param>
    public static bool Holds(string path, out MoltbotException? problem)
    {
        problem = null;
        try
        {
            _ = File.GetAttributes(path);
            return true;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            problem = MoltbotException.At(path, ErrorCode.InstallationUnreadable, $"Whether there is a {path} cannot be told: {refusal.Message} Check who owns its directory and who may look into it.");
            return false;
        }
    }

    private static IReadOnlyList<string> List(string path, Func<string, string, EnumerationOptions, IEnumerable<string>> enumerate, out MoltbotException? problem)
    {
        problem = null;
        if (!Directory.Exists(path))
            return [];

        try
        {
            return [.. enumerate(path, "*", Everything).Order(StringComparer.Ordinal)];
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            problem = MoltbotException.At(path, ErrorCode.InstallationUnreadable, $"What is in {path} cannot be listed: {refusal.Message} Check who owns the directory and who may look into it.");
            return [];
        }
    }
}

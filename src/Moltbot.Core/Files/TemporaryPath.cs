namespace Moltbot.Core.Files;

/// <summary>Names for files that are written beside the one that they are to replace.</summary>
internal static class TemporaryPath
{
    /// <summary>A path that no other process writes to.</summary>
    public static string For(string path) => $"{path}.{Guid.NewGuid():N}.tmp";
}

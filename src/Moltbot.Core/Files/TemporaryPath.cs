using System.Globalization;

namespace Moltbot.Core.Files;

/// <summary>Names for files that are written beside the one that they are to replace.</summary>
internal static class TemporaryPath
{
    /// <summary>A path that no other process writes to.</summary>
    /// <remarks>The base library's GUIDs would do as well, but their text is made by methods that are compiled at run time.</remarks>
    public static string For(string path) => string.Create(CultureInfo.InvariantCulture, $"{path}.{Random.Shared.NextInt64():x}.tmp");
}

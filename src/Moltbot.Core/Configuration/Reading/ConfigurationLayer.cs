using Moltbot.Core.Json5;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>A value in a file that is merged with those of other files into a value of the configuration, or is that value alone.</summary>
/// <param name="Files">The file that it is in, last, and before it those through which that is included, the main file first.</param>
/// <param name="Path">The steps from the root of its file to the value.</param>
/// <param name="Node">The value.</param>
/// <param name="Member">The member whose value it is, or <see langword="null"/>.</param>
internal sealed record ConfigurationLayer(IReadOnlyList<ConfigurationSource> Files, IReadOnlyList<string> Path, Json5Node Node, Json5Member? Member)
{
    /// <summary>The file that it is in.</summary>
    public ConfigurationSource File => Files[^1];

    /// <summary>Whether its file brings the other one's in, so that it stands above it by its own will.</summary>
    public bool IsAbove(ConfigurationLayer other) =>
        Files.Count <= other.Files.Count && Files.SequenceEqual(other.Files.Take(Files.Count));
}

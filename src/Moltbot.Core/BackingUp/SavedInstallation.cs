using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Text;

namespace Moltbot.Core.BackingUp;

/// <summary>A backup that was made.</summary>
/// <param name="StateDirectory">The absolute path of the state directory.</param>
/// <param name="Archive">The absolute path of the backup.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="IsEncrypted">Whether it is encrypted.</param>
public sealed record SavedInstallation(string StateDirectory, string Archive, long Length, bool IsEncrypted)
{
    /// <summary>Which generation of gateways the installation belongs to.</summary>
    public required LayoutKind Layout { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How many files were saved.</summary>
    public int FileCount => Files.Count;

    /// <summary>The files that were saved.</summary>
    internal IReadOnlyList<BackedUpFile> Files { get; init; } = [];

    /// <summary>All of this as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["stateDir"] = StateDirectory,
        ["archive"] = Archive,
        ["length"] = Length,
        ["files"] = FileCount,
        ["layout"] = Layout == LayoutKind.Today ? "today" : "january",
        ["encrypted"] = IsEncrypted,
        ["createdAt"] = UnixTime.ToText(CreatedAt),
    };
}

using Moltbot.Core.Installation;

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

    /// <summary>The files that were saved.</summary>
    public required IReadOnlyList<BackedUpFile> Files { get; init; }
}

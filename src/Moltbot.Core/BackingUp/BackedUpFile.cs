using System.Text.Json.Nodes;

namespace Moltbot.Core.BackingUp;

/// <summary>A file of a backup.</summary>
/// <param name="Path">Where it belongs: below the state directory, with slashes; or an absolute path, where the installation keeps it elsewhere.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Length">How many bytes it has.</param>
public sealed record BackedUpFile(string Path, BackedUpKind Kind, long Length)
{
    /// <summary>The agent whose it is, or <see langword="null"/> when it is the installation's.</summary>
    public string? Agent { get; init; }

    /// <summary>Whether it belongs outside of the state directory.</summary>
    public bool IsOutside => System.IO.Path.IsPathRooted(Path);

    /// <summary>SHA-256 of the content, in lower-case hexadecimal digits.</summary>
    internal string Digest { get; init; } = "";

    /// <summary>Its name in the archive.</summary>
    internal string Name { get; init; } = "";

    internal JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["path"] = Path,
        ["kind"] = Kind.ToString(),
        ["length"] = Length,
        ["sha256"] = Digest,
        ["agent"] = Agent,
    };
}

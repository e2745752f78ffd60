using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;

namespace Moltbot.Core.BackingUp;

/// <summary>What a backup says of itself: its last file.</summary>
internal sealed record BackupManifest
{
    /// <summary>The name of the file.</summary>
    public const string Name = "manifest.json";

    private const string Format = "moltbot-backup";
    private const int Version = 1;
    private const int DigestLength = 64;

    /// <summary>When it was made, in milliseconds since the Unix epoch.</summary>
    public required double CreatedAt { get; init; }

    /// <summary>Whose the installation was.</summary>
    public required LayoutKind Layout { get; init; }

    /// <summary>The version of the gateway, or <see langword="null"/> where nothing said so.</summary>
    public required string? GatewayVersion { get; init; }

    /// <summary>The absolute path of the state directory.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The files.</summary>
    public required IReadOnlyList<BackedUpFile> Files { get; init; }

    /// <summary>The text of the file.</summary>
    public byte[] ToUtf8() => JsonText.Write(new JsonObject
    {
        ["format"] = Format,
        ["version"] = Version,
        ["createdAt"] = CreatedAt,
        ["layout"] = Layout == LayoutKind.Today ? "today" : "january",
        ["gatewayVersion"] = GatewayVersion,
        ["stateDirectory"] = StateDirectory,
        ["files"] = new JsonArray([.. Files.Select(file => (JsonNode?)file.ToJson())]),
    });

    /// <summary>Reads it.</summary>
    /// <param name="utf8">The text of the file.</param>
    /// <param name="path">The absolute path of the archive.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.BackupUnreadable"/>: it is none, or names a place where a backup puts nothing.</exception>
    public static BackupManifest Read(byte[] utf8, string path)
    {
        JsonElement json;
        try
        {
            json = JsonText.Parse(utf8);
        }
        catch (MoltbotException e)
        {
            throw BackupErrors.Damaged(path, $"{Name} in it is no JSON ({e.Message.TrimEnd('.')})");
        }

        if (json.Member("format").AsText() != Format || json.Member("version").AsNumber() is not { } version)
            throw BackupErrors.Damaged(path, $"{Name} in it is of something else");
        if (version > Version)
            throw BackupErrors.TooNew(path);

        return new BackupManifest
        {
            CreatedAt = json.Member("createdAt").AsNumber() ?? 0,
            Layout = json.Member("layout").AsText() switch
            {
                "today" => LayoutKind.Today,
                "january" => LayoutKind.January,
                _ => throw BackupErrors.Damaged(path, "it does not say of which gateway it is"),
            },
            GatewayVersion = json.Member("gatewayVersion").AsText(),
            StateDirectory = json.Member("stateDirectory").AsText() ?? "",
            Files = [.. json.Member("files").Entries().Select(entry => FileOf(entry.Value, path))],
        };
    }

    private static BackedUpFile FileOf(JsonElement json, string archive)
    {
        if (json.Member("name").AsText() is { } name
            && json.Member("path").AsText() is { } path
            && Enum.TryParse(json.Member("kind").AsText(), out BackedUpKind kind) && Enum.IsDefined(kind)
            && json.Member("length").AsNumber() is { } length and >= 0 && length <= long.MaxValue / 2
            && json.Member("sha256").AsText() is { Length: DigestLength } digest)
        {
            return BackupPlaces.MayBeAt(path) ? new BackedUpFile(path, kind, (long)length) { Name = name, Digest = digest, Agent = json.Member("agent").AsText() }
                : throw BackupErrors.Damaged(archive, $"it has a file for {path}, where no backup puts any");
        }

        throw BackupErrors.Damaged(archive, $"{Name} in it is not as a backup has it");
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Monitoring;

/// <summary>What came of the last pass, in a small file of its own that every pass writes.</summary>
internal sealed record LastPass
{
    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>Its exit code.</summary>
    public required int ExitCode { get; init; }

    /// <summary>How many things were not fine.</summary>
    public required int Findings { get; init; }

    /// <summary>How many things were told.</summary>
    public required int Told { get; init; }

    /// <summary>What it could not read, and which channels did not accept what they were told.</summary>
    public required FlatList<string> Errors { get; init; }

    /// <summary>As it is written.</summary>
    public byte[] ToBytes() => JsonText.Write(new JsonObject
    {
        ["version"] = 1.0,
        ["startedAt"] = (double)StartedAt.ToUnixTimeMilliseconds(),
        ["finishedAt"] = (double)FinishedAt.ToUnixTimeMilliseconds(),
        ["exitCode"] = (double)ExitCode,
        ["findings"] = (double)Findings,
        ["told"] = (double)Told,
        ["errors"] = new JsonArray([.. Errors.Select(error => (JsonNode?)error)]),
    });

    /// <summary>Reads it; <see langword="null"/> when there was none, or nobody can tell.</summary>
    public static LastPass? Read(string path)
    {
        try
        {
            return SharedFile.Read(path, FileLimit.Record) is { } content ? Read(JsonText.Parse(content)) : null;
        }
        catch (Exception e) when (e is MoltbotException || WriteFailure.IsRefusal(e))
        {
            return null;
        }
    }

    private static LastPass? Read(JsonElement json) =>
        UnixTime.ToDateTime(json.Member("startedAt").AsNumber()) is { } start && UnixTime.ToDateTime(json.Member("finishedAt").AsNumber()) is { } end
            ? new LastPass
            {
                StartedAt = start,
                FinishedAt = end,
                ExitCode = Count(json.Member("exitCode")),
                Findings = Count(json.Member("findings")),
                Told = Count(json.Member("told")),
                Errors = [.. json.Member("errors").Entries().Select(entry => entry.Value.AsText()).OfType<string>()],
            }
            : null;

    private static int Count(JsonElement json) => (int)Math.Clamp(json.AsNumber() ?? 0, 0, int.MaxValue);
}

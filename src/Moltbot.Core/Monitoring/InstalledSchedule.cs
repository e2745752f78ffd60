using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Monitoring;

/// <summary>A schedule that was installed for an installation, as a small file in it remembers.</summary>
public sealed record InstalledSchedule
{
    /// <summary>The absolute path of the installation's state directory.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Who starts the passes.</summary>
    public required ScheduleKind Kind { get; init; }

    /// <summary>Who starts the passes: <c>systemd</c>, <c>launchd</c>, <c>cron</c>, <c>task</c>.</summary>
    public string Scheduler => Kind.ToName();

    /// <summary>What it is called there, or the absolute path of its file.</summary>
    public required string Place { get; init; }

    /// <summary>How often.</summary>
    public required TimeSpan Every { get; init; }

    /// <summary>When it was installed.</summary>
    public required DateTimeOffset InstalledAt { get; init; }

    /// <summary>What a person should know about it.</summary>
    public FlatList<string> Remarks { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Scheduler}, every {DurationText.Remaining(Every.TotalMilliseconds)}";

    /// <summary>As it is written.</summary>
    internal byte[] ToBytes() => JsonText.Write(new JsonObject
    {
        ["version"] = 1.0,
        ["scheduler"] = Kind.ToName(),
        ["place"] = Place,
        ["everyMs"] = Every.TotalMilliseconds,
        ["installedAt"] = (double)InstalledAt.ToUnixTimeMilliseconds(),
    });

    /// <summary>Reads it; <see langword="null"/> when nothing was installed.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.StoreUnreadable"/>.</exception>
    internal static InstalledSchedule? Read(string path, string stateDirectory)
    {
        try
        {
            return SharedFile.Read(path, FileLimit.Record) is { } content ? Read(JsonText.Parse(content), stateDirectory) ?? throw Unreadable(path, cause: null) : null;
        }
        catch (Exception e) when (e is MoltbotException { Code: ErrorCode.SyntaxError } || WriteFailure.IsRefusal(e))
        {
            throw Unreadable(path, e);
        }
    }

    private static InstalledSchedule? Read(JsonElement json, string stateDirectory) =>
        ScheduleKinds.Parse(json.Member("scheduler").AsText()) is { } kind && json.Member("place").AsText() is { } place && json.Member("everyMs").AsNumber() is > 0 and var every
            ? new InstalledSchedule { StateDirectory = stateDirectory, Kind = kind, Place = place, Every = DurationText.ToTimeSpan(every), InstalledAt = UnixTime.ToDateTime(json.Member("installedAt").AsNumber()) ?? default }
            : null;

    private static MoltbotException Unreadable(string path, Exception? cause) =>
        new(ErrorCode.StoreUnreadable, $"Cannot read {path}, which says who starts the passes. {ReadFailure.Remedy(cause)}, or remove it and install the schedule again.", cause) { Path = path };
}

using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Text;

namespace Moltbot.Core.Monitoring;

/// <summary>How the monitoring of an installation is set up, what came of its last pass, and what is due.</summary>
public sealed class MonitorStatus
{
    /// <summary>The absolute path of the installation's state directory.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The absolute path of the settings, whether they exist or not.</summary>
    public required string SettingsPath { get; init; }

    /// <summary>Who starts the passes; <see langword="null"/> when nothing was installed.</summary>
    public InstalledSchedule? Schedule { get; init; }

    /// <summary>The channels, as <c>name (type)</c>.</summary>
    public FlatList<string> Channels { get; init; } = [];

    /// <summary>When the last pass was, or <see langword="null"/>.</summary>
    public DateTimeOffset? LastPassAt => LastPass?.FinishedAt;

    /// <summary>The exit code of the last pass, or <see langword="null"/>.</summary>
    public int? LastExitCode => LastPass?.ExitCode;

    /// <summary>How much was not fine in the last pass, and how much was told; or <see langword="null"/>.</summary>
    public string? LastSummary => LastPass is null ? null : $"{LastPass.Findings} not fine, {LastPass.Told} told";

    /// <summary>What the last pass could not read, and which channels did not accept what they were told.</summary>
    public FlatList<string> LastErrors => LastPass?.Errors ?? [];

    /// <summary>What came of the last pass, or <see langword="null"/>.</summary>
    internal LastPass? LastPass { get; init; }

    /// <summary>When the next pass is to be expected; <see langword="null"/> when nobody starts one.</summary>
    public DateTimeOffset? NextPassAt { get; init; }

    /// <summary>Whether a pass should have come by now.</summary>
    public bool IsOverdue { get; init; }

    /// <summary>What has expired or will within 30 days, the first first.</summary>
    public FlatList<DueCredential> Due { get; init; } = [];

    /// <summary>The same, one character for each day.</summary>
    public string TimeLine => Monitoring.TimeLine.Of(Due);

    /// <summary>What is not fine now.</summary>
    public FlatList<MonitorEvent> Findings { get; init; } = [];

    /// <summary>What could not be read.</summary>
    public FlatList<MoltbotException> Errors { get; init; } = [];

    /// <summary>When this was.</summary>
    internal DateTimeOffset Time { get; init; }

    /// <summary>What this machine is called.</summary>
    internal string Host { get; init; } = "";

    /// <summary>The status as JSON, with times in milliseconds since the Unix epoch.</summary>
    public JsonObject ToJson() => new()
    {
        ["stateDirectory"] = StateDirectory,
        ["settings"] = SettingsPath,
        ["schedule"] = Schedule is null ? null : new JsonObject { ["scheduler"] = Schedule.Scheduler, ["place"] = Schedule.Place, ["everyMs"] = Schedule.Every.TotalMilliseconds },
        ["channels"] = new JsonArray([.. Channels.Select(channel => (JsonNode?)channel)]),
        ["lastPass"] = LastPass is null ? null : new JsonObject
        {
            ["finishedAt"] = (double)LastPass.FinishedAt.ToUnixTimeMilliseconds(),
            ["exitCode"] = (double)LastPass.ExitCode,
            ["findings"] = (double)LastPass.Findings,
            ["told"] = (double)LastPass.Told,
            ["errors"] = new JsonArray([.. LastPass.Errors.Select(error => (JsonNode?)error)]),
        },
        ["nextPassAt"] = NextPassAt is { } next ? (double)next.ToUnixTimeMilliseconds() : null,
        ["overdue"] = IsOverdue,
        ["due"] = new JsonArray([.. Due.Select(one => one.ToJson())]),
        ["findings"] = new JsonArray([.. Findings.Select(one => one.ToJson())]),
        ["errors"] = new JsonArray([.. Errors.Select(error => (JsonNode?)error.Message)]),
    };

    /// <summary>The status as a page that needs nothing else: no script, no picture, no font of others.</summary>
    internal string ToHtml() => MonitorPage.Of(this);
}

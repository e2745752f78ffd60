using Moltbot.Core.Databases;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles.Today;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Databases of a gateway that is newer than this program, and those that the gateway has quarantined. What cannot be read is told with the stores.</summary>
internal sealed class DatabaseCheck : IInstallationCheck
{
    private const string Table = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'quarantined_databases'";

    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.DatabaseTooNew, FindingKinds.DatabaseQuarantined];

    /// <inheritdoc/>
    public bool IsOf(LayoutKind layout) => layout == LayoutKind.Today;

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation) =>
    [
        .. installation.Agents.SelectMany(agent => agent.Reading.Warnings).Where(warning => warning.Code == ErrorCode.GatewayTooNew).Select(newer => installation.Found(FindingKinds.DatabaseTooNew, newer)),
        .. Quarantined(installation),
    ];

    private static IEnumerable<Finding> Quarantined(ExaminedInstallation installation)
    {
        string path = DatabaseQuarantine.PlaceFor(installation.Paths.StateDatabasePath);
        try
        {
            return DatabaseReading.Read(path, database => database.Text(Table) is null ? [] : database.Query("SELECT path, reason FROM quarantined_databases")) is { } rows
                ? [.. rows.Select(row => Found(installation, row[0] ?? path, row[1] ?? ""))]
                : [];
        }
        catch (MoltbotException unreadable)
        {
            return [installation.Found(FindingKinds.DatabaseQuarantined, unreadable)];
        }
    }

    private static Finding Found(ExaminedInstallation installation, string path, string reason) => installation.Found(
        FindingKinds.DatabaseQuarantined,
        $"The gateway has found {path} damaged{(reason.Length == 0 ? "" : $" ({reason.TrimEnd('.')})")}, and does not change it any more. Put a backup in its place, then have the gateway look at it again: {GatewayCommands.Repair}.",
        new FindingPlace(path));
}

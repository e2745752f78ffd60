using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Rotating;

namespace Moltbot.Cli.Commands;

/// <summary>Runs what changes a rotation, and says what came of it.</summary>
/// <param name="session">The run.</param>
/// <param name="rotations">The rotations.</param>
/// <param name="asJson">Whether it is said in JSON.</param>
internal sealed class RotationReport(Session session, InstallationRotations rotations, bool asJson)
{
    /// <summary>A probe that found out nothing is no refusal, so that nobody is called for a network.</summary>
    private const int NotProven = 3;

    /// <summary>The rotations.</summary>
    public InstallationRotations Rotations => rotations;

    /// <summary>Takes out the old keys whose grace period is over. One that cannot be is told, and does not hold the command up.</summary>
    public void EndDue()
    {
        foreach (KeyRotation due in rotations.FindDue())
        {
            try
            {
                KeyRotation ended = Interruption.Guard(cancellation => rotations.End(due, cancellation));
                session.Warn([.. ended.Warnings]);
                if (ended.Stage == RotationStage.Ended)
                    session.Warn([$"{ended.ProfileId} ({ended.Agent}): the grace period is over, and the old key is gone."]);
            }
            catch (MoltbotException problem)
            {
                session.Warn([problem.Message]);
            }
        }
    }

    /// <summary>Does something with a rotation, and says what came of it.</summary>
    public async Task<int> RunAsync(Func<Task<KeyRotation>> work)
    {
        try
        {
            Write(await work());
            return 0;
        }
        catch (MoltbotException undecided) when (undecided.Code == ErrorCode.KeyNotProven)
        {
            session.Fail(undecided);
            return NotProven;
        }
    }

    /// <summary>Says how far a rotation has come.</summary>
    public void Write(KeyRotation rotation)
    {
        if (asJson)
            JsonOutput.Write(session, ToJson(rotation));
        else
            session.Output.WriteLine($"{rotation.ProfileId} ({rotation.Agent}): {Describe(rotation)}");

        session.Warn(rotation.Warnings);
    }

    /// <summary>A rotation in JSON.</summary>
    public static JsonObject ToJson(KeyRotation rotation) => new()
    {
        ["agentId"] = rotation.Agent,
        ["profileId"] = rotation.ProfileId,
        ["provider"] = rotation.Provider,
        ["type"] = rotation.Kind.ToStoredName(),
        ["stage"] = rotation.Stage.ToString().ToLowerInvariant(),
        ["startedAt"] = rotation.StartedAt.ToUnixTimeMilliseconds(),
        ["startedBy"] = rotation.StartedBy,
        ["keepForMs"] = rotation.KeepFor.TotalMilliseconds,
        ["completedAt"] = rotation.CompletedAt?.ToUnixTimeMilliseconds(),
        ["keepUntil"] = rotation.KeepUntil?.ToUnixTimeMilliseconds(),
        ["previousProfileId"] = rotation.PreviousProfileId,
        ["verdict"] = rotation.Verdict,
        ["probedAt"] = rotation.ProbedAt?.ToUnixTimeMilliseconds(),
        ["reference"] = rotation.Reference?.ToJson(),
        ["agents"] = new JsonArray([.. rotation.Agents.Select(id => (JsonNode?)id)]),
        ["otherAgents"] = new JsonArray([.. rotation.OtherAgents.Select(id => (JsonNode?)id)]),
    };

    private static string Describe(KeyRotation rotation) => rotation.Stage switch
    {
        RotationStage.Pending => $"pending since {Text(rotation.StartedAt)}{(rotation.StartedBy is { } name ? $" by {name}" : "")}; {rotation.Provider} {Said(rotation)}",
        RotationStage.Completed => $"completed; the old key is {rotation.PreviousProfileId} until {Text(rotation.KeepUntil)}",
        RotationStage.Due => "completed; the grace period is over, and the next change of a rotation takes the old key out",
        RotationStage.Overtaken => "overtaken; somebody else has changed the profile since",
        RotationStage.Ended => "completed; the old key is gone",
        _ => "undone; the old key is in use, and the new one is gone",
    };

    private static string Said(KeyRotation rotation) => rotation.Verdict is { } verdict ? $"said {verdict} to the new key" : "was not asked about the new key";

    private static string Text(DateTimeOffset? time) => time?.ToString("u", CultureInfo.InvariantCulture) ?? "an unknown time";
}

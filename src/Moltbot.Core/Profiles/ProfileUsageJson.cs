using System.Text.Json.Nodes;

namespace Moltbot.Core.Profiles;

/// <summary>What is remembered about the use of a profile, in the store's own words.</summary>
internal static class ProfileUsageJson
{
    /// <summary>Adds the last use and the failures since then.</summary>
    public static void AddTo(JsonObject json, ProfileUsage usage)
    {
        AddTime(json, "lastUsed", usage.LastUsed);
        json["errorCount"] = (int)Math.Clamp(usage.ErrorCount, 0, int.MaxValue);
        if (usage.FailureCounts.Count > 0)
            json["failureCounts"] = Counts(usage);

        AddTime(json, "lastFailureAt", usage.LastFailureAt);
    }

    private static JsonObject Counts(ProfileUsage usage)
    {
        JsonObject counts = [];
        foreach ((string reason, int count) in usage.FailureCounts)
            counts[reason] = count;

        return counts;
    }

    private static void AddTime(JsonObject json, string name, double? time)
    {
        if (time is { } value && double.IsFinite(value))
            json[name] = value;
    }
}

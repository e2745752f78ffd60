using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// An agent without a store sees what main has now. The reference copies main's store first and brings main's copy of
/// an external sign-in up to date afterwards, so that the agent sees the older one until it is read again.
/// </summary>
internal sealed class InheritedProfilesAreReadThrough : Deviation
{
    private const string QwenCli = "qwen-portal:qwen-cli";

    public override IReadOnlyList<string> Kinds => ["store-load"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        JsonNode? current = recorded.Expected["files"]!.AsObject()
            .Where(file => file.Key.EndsWith("/main/agent/auth-profiles.json", StringComparison.Ordinal))
            .Select(file => file.Value?["json"]?["profiles"]?[QwenCli])
            .FirstOrDefault();
        bool hasOwnStore = recorded.Input["files"]!.AsObject()
            .Any(file => $"$HOME/{file.Key}" == $"{recorded.Input.Text("agentDir")}/auth-profiles.json");
        if (recorded.Input.Text("agentDir") is null || hasOwnStore || current is null)
            return false;

        JsonObject profiles = recorded.Expected["store"]!["profiles"]!.AsObject();
        if (JsonDifference.Find(profiles[QwenCli], current) is null)
            return false;

        profiles[QwenCli] = current.DeepClone();
        return true;
    }
}

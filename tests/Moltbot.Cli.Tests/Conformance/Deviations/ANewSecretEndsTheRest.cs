using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>Another secret under an id ends the cooldown and the failures of the one before.</summary>
internal sealed class ANewSecretEndsTheRest : Deviation
{
    private const string Usage = "usageStats";

    public override IReadOnlyList<string> Kinds => ["later-change"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        string[] arguments = [.. recorded.Input["args"]!.AsArray().Select(argument => argument!.GetValue<string>())];
        int option = Array.IndexOf(arguments, "--profile-id");
        if (arguments is not [_, _, "paste-token" or "paste-api-key", ..] || option < 0 || recorded.Expected["after"]?["sharedState"]?[Usage] is not JsonObject usages)
            return false;

        string id = arguments[option + 1];
        if (usages[id] is not JsonObject earned || earned["errorCount"]?.GetValue<int>() is null or 0)
            return false;

        JsonObject fresh = new() { ["errorCount"] = 0 };
        if (earned["lastUsed"] is { } lastUsed)
            fresh["lastUsed"] = lastUsed.DeepClone();
        usages[id] = fresh;
        return true;
    }
}

using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>An order that is cleared for the main agent is gone, also where it is shared by all.</summary>
internal sealed class AnOrderIsClearedWhereItIs : Deviation
{
    public override IReadOnlyList<string> Kinds => ["later-change"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        string[] arguments = [.. recorded.Input["args"]!.AsArray().Select(argument => argument!.GetValue<string>())];
        int provider = Array.IndexOf(arguments, "--provider");
        if (arguments is not [_, _, "order", "clear", ..] || arguments.Contains("--agent") || recorded.Expected["after"]?["sharedState"] is not JsonObject state || state["order"] is not JsonObject order)
            return false;

        bool isShared = order.Remove(arguments[provider + 1]);
        if (order.Count == 0)
            state.Remove("order");

        return isShared;
    }
}

using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>A shared profile is removed for everybody only where the main agent is named, and not by way of another agent.</summary>
internal sealed class AChangeIsOfTheAgentThatIsNamed : Deviation
{
    public override IReadOnlyList<string> Kinds => ["later-change"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        string[] arguments = [.. recorded.Input["args"]!.AsArray().Select(argument => argument!.GetValue<string>())];
        int agent = Array.IndexOf(arguments, "--agent");
        if (arguments is not [_, _, "logout", string id, ..] || agent < 0 || arguments[agent + 1] == "main")
            return false;
        if (recorded.Input["agents"]?[arguments[agent + 1]]?["store"]?["profiles"]?[id] is not null || !recorded.Expected.Remove("after"))
            return false;

        recorded.Expected["exit"] = 1;
        return true;
    }
}

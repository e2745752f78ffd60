using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>What the gateway's plugins make of a provider is known to the gateway alone, so nothing is said of it.</summary>
internal sealed partial class RuntimeRoutesAreTheGateways : Deviation
{
    public override IReadOnlyList<string> Kinds => ["later-status"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Expected["json"]?["auth"] is JsonObject auth && auth["runtimeAuthRoutes"] is JsonArray { Count: > 0 })
        {
            auth["runtimeAuthRoutes"] = new JsonArray();
            return true;
        }

        if (recorded.Expected["stdout"]?.GetValue<string>() is not { } text || !Section().IsMatch(text))
            return false;

        recorded.Expected["stdout"] = Section().Replace(text, "");
        return true;
    }

    [GeneratedRegex(@"\nRuntime auth\n(?:- .*\n)+", RegexOptions.None, 1000)]
    private static partial Regex Section();
}

using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// A section <c>env</c> or <c>env.vars</c> that is a text sets no variable. The reference sets one for each character, named by its place,
/// before it refuses the configuration.
/// </summary>
internal sealed class TextIsNoEnvironment : Deviation
{
    public override IReadOnlyList<string> Kinds => ["config-load"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        JsonObject added = recorded.Expected["envAdded"]!.AsObject();
        if (!added.ContainsKey("0"))
            return false;

        JsonNode? section = ConfigurationOutcome.Resolve(recorded)["env"];
        if ((section.AsText() ?? section.Member("vars").AsText()) is not { } text)
            return false;

        for (int index = 0; index < text.Length; index++)
            added.Remove(index.ToString(System.Globalization.CultureInfo.InvariantCulture));

        return true;
    }
}

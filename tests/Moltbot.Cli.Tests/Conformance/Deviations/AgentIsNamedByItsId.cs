using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>
/// An agent that is typed is named by its id, and anything else is an error. The reference makes an id of every text, and of
/// many the id of main.
/// </summary>
internal sealed class AgentIsNamedByItsId : Deviation
{
    public override IReadOnlyList<string> Kinds => ["cli"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        string[] arguments = [.. recorded.Input["argv"]!.AsArray().Select(argument => argument!.GetValue<string>())];
        int option = Array.IndexOf(arguments, "--agent");
        if (option < 0 || option == arguments.Length - 1 || AgentId.Parse(arguments[option + 1]).IsWrittenAs(arguments[option + 1]))
            return false;

        recorded.Expected["exitCode"] = 1;
        recorded.Expected["stdout"] = new JsonObject { ["text"] = "" };
        recorded.Expected["stderrFirstLine"] = "error";
        recorded.Expected["files"] = new JsonObject(recorded.FilesBefore().Select(file => KeyValuePair.Create(file.Key, (JsonNode?)new JsonObject { ["unchanged"] = true })));
        return true;
    }
}

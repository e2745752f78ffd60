using System.Text.Json.Nodes;
using Moltbot.Core.Json;

namespace Moltbot.Cli.Rendering;

/// <summary>JSON on standard output, indented by two blanks as the gateway's.</summary>
internal static class JsonOutput
{
    public static void Write(TextWriter output, JsonNode json) => output.Write(JsonText.WriteIndented(json));
}

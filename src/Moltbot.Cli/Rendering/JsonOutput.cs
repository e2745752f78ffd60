using System.Text.Json.Nodes;
using Moltbot.Core.Json;

namespace Moltbot.Cli.Rendering;

/// <summary>JSON on standard output, indented by two blanks as the gateway's.</summary>
internal static class JsonOutput
{
    /// <summary>Writes what is for programs, without secrets in it.</summary>
    public static void Write(Session session, JsonNode json) => JsonText.WriteIndented(session.Output.Exact, json, hidesSecrets: true);

    /// <summary>The same with the secrets that somebody asked to see.</summary>
    public static void WritePlain(Session session, JsonNode json) => JsonText.WriteIndented(session.Output.Exact, json, hidesSecrets: false);
}

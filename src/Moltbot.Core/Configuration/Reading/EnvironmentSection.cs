using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>The variables in the section <c>env</c> (docs/gateway/config.md §6).</summary>
internal static class EnvironmentSection
{
    /// <summary>
    /// The environment with the variables that a configuration sets. One that is there and not blank stays as it is.
    /// The section may not be valid: what can be used of it is used.
    /// </summary>
    public static ProcessEnvironment Export(JsonNode? root, ProcessEnvironment environment, string path)
    {
        VariableOrigin origin = new(VariableSource.Configuration, path);
        Dictionary<string, string> exported = new(StringComparer.Ordinal);
        foreach ((string name, string value) in Collect(root.Member("env")))
        {
            if (environment.GetNonBlank(name) is null && IsPossibleName(name))
                exported.Add(name, value);
        }

        return environment.With(exported, origin);
    }

    /// <summary>What is under <c>vars</c> and not empty, and over it the inline members that are not blank.</summary>
    private static Dictionary<string, string> Collect(JsonNode? section)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach ((string name, JsonNode? value) in section.Member("vars").Entries())
        {
            if (value.IsTruthy())
                variables[name] = AsVariable(value!);
        }

        foreach ((string name, JsonNode? value) in section.Entries())
        {
            if (name is not ("vars" or "shellEnv") && value.AsText() is { } text && !EcmaScriptText.IsBlank(text))
                variables[name] = text;
        }

        return variables;
    }

    /// <summary>The text that JavaScript makes of a value; the schema will refuse what is not a text, but later.</summary>
    private static string AsVariable(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.AsText()!,
        JsonValueKind.Number => EcmaScriptNumber.ToText(value.AsNumber()!.Value),
        JsonValueKind.True => "true",
        JsonValueKind.Array => string.Join(',', value.AsArray().Select(item => item is null ? "" : AsVariable(item))),
        _ => "[object Object]",
    };

    /// <summary>Whether the operating system takes the name.</summary>
    private static bool IsPossibleName(string name) => name.Length > 0 && name.AsSpan().IndexOfAny('=', '\0') < 0;
}

using Moltbot.Core.Text;

namespace Moltbot.Core.Importing;

/// <summary>API keys as people paste them (docs/gateway/onboard.md §1).</summary>
internal static class ApiKeyText
{
    private const string Export = "export ";
    private const int ShortestVariable = 3;

    /// <summary>
    /// The key in a text: without white space around it, the assignment to a variable, a semicolon behind it and quotes
    /// around it. A key that has an equals sign in it is no assignment.
    /// </summary>
    public static string Normalize(string text)
    {
        string value = WithoutAssignment(EcmaScriptText.Trim(text));
        if (value.EndsWith(';'))
            value = EcmaScriptText.Trim(value[..^1]);

        return value is ['"' or '\'' or '`', .., _] && value[0] == value[^1] ? EcmaScriptText.Trim(value[1..^1]) : value;
    }

    /// <summary>What is assigned has to be something other than the padding of a key; the variable is in capitals, or exported.</summary>
    private static string WithoutAssignment(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string value = EcmaScriptText.Trim(text[(equals + 1)..]);
        if (equals < 0 || value.TrimStart('=').Length == 0)
            return text;

        string name = EcmaScriptText.Trim(text[..equals]);
        bool isExported = name.StartsWith(Export, StringComparison.Ordinal);
        return isExported || IsVariable(name) ? value : text;
    }

    private static bool IsVariable(string name) =>
        name.Length >= ShortestVariable && char.IsAsciiLetterUpper(name[0]) && name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');
}

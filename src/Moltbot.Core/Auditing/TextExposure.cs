using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Json5;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Auditing;

/// <summary>
/// The plain secrets in the configuration, in <c>models.json</c> and in <c>.env</c> files, told by the names of their members and
/// variables. Each file is read once.
/// </summary>
/// <param name="known">What has been read already: texts by the absolute paths of their files.</param>
internal sealed class TextExposure(IReadOnlyDictionary<string, string> known)
{
    private const int ShortestSecret = 6;

    private readonly Dictionary<string, Lazy<JsonNode?>> parsed = new(StringComparer.Ordinal);

    /// <summary>The text of a file that has been read already, or <see langword="null"/>.</summary>
    public string? TryGet(string path) => known.GetValueOrDefault(path);

    /// <summary>The plain secrets in a file, each with its place. What cannot be read has none that are known.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isDotEnv">Whether it is a file of variables.</param>
    public IReadOnlyList<KeyValuePair<string, Secret>> SecretsIn(string path, bool isDotEnv)
    {
        try
        {
            return isDotEnv
                ? [.. DotEnvText.Parse(Read(path)).Variables.Where(variable => SecretName.IsLike(variable.Key) && IsPlain(variable.Value, isModels: false)).Select(variable => KeyValuePair.Create(variable.Key, new Secret(variable.Value)))]
                : [.. Texts(Parse(path), "").Where(text => SecretName.IsLike(text.Name) && IsPlain(text.Value, isModels: false)).Select(text => KeyValuePair.Create(text.Place, new Secret(text.Value)))];
        }
        catch (MoltbotException)
        {
            return []; // the audit tells what it could not read
        }
    }

    /// <summary>A configuration file and those that it includes, as far as they can be read.</summary>
    public IReadOnlyList<string> WithIncludes(string path)
    {
        List<string> found = [path];
        for (int i = 0; i < found.Count; i++)
        {
            foreach (string included in Directives(ParseIfPossible(found[i])).Select(directive => IncludeResolver.FullPath(directive, found[i])))
            {
                if (!found.Contains(included, StringComparer.Ordinal))
                    found.Add(included);
            }
        }

        return found;
    }

    /// <summary>The findings in JSON5.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isModels">Whether it is a <c>models.json</c>, where a key may be the name of a variable or a command.</param>
    /// <exception cref="MoltbotException">It cannot be read.</exception>
    public IEnumerable<SecretFinding> InJson(string path, bool isModels) => Texts(Parse(path), "")
        .Where(text => SecretName.IsLike(text.Name) && IsPlain(text.Value, isModels))
        .Select(text => Finding(path, text.Place, "A secret stands in the file as it is. Refer to a variable with ${NAME}, or keep it in a profile whose secret is in a vault."));

    /// <summary>The findings in a file of variables. In one that is no text there may be more than is found.</summary>
    /// <exception cref="MoltbotException">It cannot be read.</exception>
    public IEnumerable<SecretFinding> InDotEnv(string path, FrontEnd frontEnd)
    {
        string text = Read(path);
        foreach ((string name, string value) in DotEnvText.Parse(text).Variables)
        {
            if (SecretName.IsLike(name) && IsPlain(value, isModels: false))
                yield return Finding(path, name, $"The variable holds a secret as it is. Keep it in a profile whose secret is in a vault, and start the gateway with {NextSteps.RunWithCredentials.In(frontEnd)}.");
        }

        if (!ConfigurationText.IsText(text))
            throw ConfigurationText.NotText(path);
    }

    /// <summary>Whether a text is a secret itself, and no reference to one.</summary>
    /// <param name="value">The text.</param>
    /// <param name="isModels">Whether it stands in a <c>models.json</c>, where a key may be the name of a variable or a command.</param>
    public static bool IsPlain(string value, bool isModels)
    {
        string text = EcmaScriptText.Trim(value);
        bool isReference = text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith('}');
        bool isMarker = isModels && ModelMarker.Is(text);
        return text.Length >= ShortestSecret && !isReference && !isMarker;
    }

    private static SecretFinding Finding(string path, string place, string message) => new(SecretFindingCode.PlaintextFound, path, place, message);

    /// <summary>All texts with the name of their member and their place.</summary>
    public static IEnumerable<(string Name, string Place, string Value)> Texts(JsonNode? node, string place)
    {
        foreach ((string name, JsonNode? value) in node.Entries())
        {
            string path = place.Length == 0 ? name : $"{place}.{name}";
            if (value.AsText() is { } text)
                yield return (name, path, text);

            foreach ((string, string, string) inner in Texts(value, path))
                yield return inner;
        }
    }

    private static IEnumerable<string> Directives(JsonNode? node)
    {
        foreach ((string name, JsonNode? value) in node.Entries())
        {
            IEnumerable<string> here = name == IncludeResolver.Key ? value.AsText() is { } single ? [single] : value.Texts() : Directives(value);
            foreach (string directive in here)
                yield return directive;
        }
    }

    private JsonNode? ParseIfPossible(string path)
    {
        try
        {
            return Parse(path);
        }
        catch (MoltbotException)
        {
            return null; // that is reported when it is looked at
        }
    }

    private JsonNode? Parse(string path)
    {
        if (!parsed.TryGetValue(path, out Lazy<JsonNode?>? json))
            parsed[path] = json = new Lazy<JsonNode?>(() => Parse(Read(path), path));

        return json.Value;
    }

    private static JsonNode? Parse(string text, string path)
    {
        if (EcmaScriptText.IsBlank(text))
            return null;

        try
        {
            return Json5Document.Parse(text).Root.ToJson();
        }
        catch (MoltbotException error)
        {
            throw new MoltbotException(
                ErrorCode.ConfigUnreadable,
                $"Secrets in {path} cannot be looked for, because it is not JSON5 (line {error.Line}, column {error.Column}): {error.Message}. Repair the file, or delete it if nothing needs it.",
                error)
            {
                Path = path,
                Line = error.Line,
                Column = error.Column,
            };
        }
    }

    private string Read(string path) => known.GetValueOrDefault(path) ?? ConfigurationText.Read(path) ?? "";
}

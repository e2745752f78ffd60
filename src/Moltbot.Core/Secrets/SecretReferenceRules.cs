using Moltbot.Core.Json;

namespace Moltbot.Core.Secrets;

/// <summary>What the parts of a <see cref="SecretReference"/> look like. These are the rules of later gateways.</summary>
internal static class SecretReferenceRules
{
    /// <summary>The id in a file that holds one secret and nothing else.</summary>
    public const string WholeFile = "value";

    private const int LongestProvider = 64;
    private const int LongestVariable = 128;
    private const int LongestExecId = 256;

    public static SecretReferenceSource? ParseSource(string? name) => name switch
    {
        "env" => SecretReferenceSource.Environment,
        "file" => SecretReferenceSource.File,
        "exec" => SecretReferenceSource.Exec,
        _ => null,
    };

    public static string NameOf(SecretReferenceSource source) => source switch
    {
        SecretReferenceSource.Environment => "env",
        SecretReferenceSource.File => "file",
        _ => "exec",
    };

    /// <summary>What is wrong with a reference, or <see langword="null"/>. Neither part is repeated: it may be a secret in the wrong place.</summary>
    public static string? Problem(SecretReferenceSource source, string provider, string id)
    {
        if (!IsProvider(provider))
            return "the provider is not up to 64 of a-z, 0-9, _ and -, starting with a letter";

        return source switch
        {
            SecretReferenceSource.Environment when !IsVariable(id) => "the id is not the name of a variable: A-Z, 0-9 and _, starting with a letter",
            SecretReferenceSource.File when !IsFileId(id) => "the id is neither \"value\" nor a JSON pointer such as /providers/openai/apiKey",
            SecretReferenceSource.Exec when !IsExecId(id) => "the id is not up to 256 of letters, digits and ._:/#-, starting with a letter or digit and without . and .. between slashes",
            _ => null,
        };
    }

    public static bool IsProvider(string text) =>
        text.Length is > 0 and <= LongestProvider && char.IsAsciiLetterLower(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-');

    public static bool IsExecId(string text) =>
        text.Length is > 0 and <= LongestExecId
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '/' or '#' or '-')
        && !Array.Exists(text.Split('/'), segment => segment is "." or "..");

    private static bool IsVariable(string text) =>
        text.Length is > 0 and <= LongestVariable && char.IsAsciiLetterUpper(text[0]) && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');

    private static bool IsFileId(string text) => text == WholeFile || JsonPointer.TryParse(text, out _);
}

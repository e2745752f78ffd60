using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Resolving;

/// <summary>The declaration of a provider of secrets, in the words of later gateways.</summary>
internal sealed class SecretProviderDeclaration(string provider, JsonNode json, ProcessEnvironment environment)
{
    private const int DefaultTimeout = 5000;
    private const int LongestTimeout = 120_000;
    private const int DefaultLength = 1024 * 1024;
    private const int LongestLength = 20 * 1024 * 1024;

    /// <summary>The provider as it is declared.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.SecretProviderInvalid"/>: the declaration makes no sense, or is for another source.</exception>
    public ISecretSource SourceFor(SecretReference reference)
    {
        SecretReferenceSource source = SecretReferenceRules.ParseSource(json.Member("source").AsText()) ?? throw Invalid("its source is none of env, file and exec");
        if (source != reference.Source)
            throw SecretErrors.OtherSource(reference, source);

        return source switch
        {
            SecretReferenceSource.Environment => new EnvironmentSecretSource(environment, json.Member("allowlist") is null ? null : Texts("allowlist")),
            SecretReferenceSource.File => ToFile(),
            _ => ToProgram(),
        };
    }

    private FileSecretSource ToFile() => new()
    {
        Provider = provider,
        Path = UserPath.Expand(Required("path"), environment),
        IsSingleValue = json.Member("mode").AsText() switch
        {
            null when json.Member("mode") is null => false,
            "json" => false,
            "singleValue" => true,
            _ => throw Invalid("its mode is neither json nor singleValue"),
        },
        LengthLimit = Number("maxBytes", DefaultLength, LongestLength),
        AllowsInsecurePath = Flag("allowInsecurePath"),
    };

    private ExecSecretSource ToProgram() => new()
    {
        Provider = provider,
        Command = Required("command"),
        Arguments = Texts("args"),
        Variables = Variables(),
        Timeout = TimeSpan.FromMilliseconds(Number("timeoutMs", DefaultTimeout, LongestTimeout)),
        OutputLimit = Number("maxOutputBytes", DefaultLength, LongestLength),
        IsJsonOnly = Flag("jsonOnly", whenMissing: true),
        TrustedDirectories = [.. Texts("trustedDirs").Select(directory => UserPath.Expand(directory, environment))],
        AllowsLink = Flag("allowSymlinkCommand"),
        AllowsInsecurePath = Flag("allowInsecurePath"),
    };

    /// <summary>What is passed on by name, and what is given outright. Nothing else reaches the program.</summary>
    private Dictionary<string, string> Variables()
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (string name in Texts("passEnv"))
        {
            if (environment.Get(name) is { } value)
                variables[name] = value;
        }

        foreach ((string name, JsonNode? value) in json.Member("env").Entries())
            variables[name] = value.AsText() ?? throw Invalid($"the variable {name} in its env is no text");

        return variables;
    }

    private string Required(string name) => json.Member(name).AsText() is { } text && !EcmaScriptText.IsBlank(text) ? text : throw Invalid($"its {name} is missing");

    private string[] Texts(string name) => json.Member(name) switch
    {
        null => [],
        JsonArray items when items.Texts().Count() == items.Count => [.. items.Texts()],
        _ => throw Invalid($"its {name} is not a list of texts"),
    };

    private int Number(string name, int whenMissing, int largest) => json.Member(name) switch
    {
        null => whenMissing,
        { } value when value.AsNumber() is { } number && number >= 1 && number <= largest && double.IsInteger(number) => (int)number,
        _ => throw Invalid($"its {name} is not a whole number from 1 to {largest}"),
    };

    private bool Flag(string name, bool whenMissing = false) => json.Member(name) switch
    {
        null => whenMissing,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        _ => throw Invalid($"its {name} is neither true nor false"),
    };

    private MoltbotException Invalid(string problem) => SecretErrors.InvalidProvider(provider, $"{problem}. Correct its declaration");
}

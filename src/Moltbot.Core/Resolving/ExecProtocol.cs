using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Resolving;

/// <summary>
/// What a gateway and a program that knows secrets say to each other: <c>{protocolVersion: 1, provider, ids: []}</c> on
/// standard input, <c>{protocolVersion: 1, values: {}, errors: {id: {code}}}</c> on standard output.
/// </summary>
internal static class ExecProtocol
{
    private const double Version = 1;
    private const string NotFound = "NOT_FOUND";

    /// <summary>The codes that gateways and we give (docs/gateway/later.md). Of others nobody knows what they hold.</summary>
    private static readonly string[] KnownCodes =
        [NotFound, "AMBIGUOUS_DUPLICATE_KEY", "NOT_TEXT", "INVALID_ID", "VAULT_NOT_FOUND", "VAULT_LOCKED", "VAULT_UNAVAILABLE", "FAILED"];

    /// <summary>The text of a request.</summary>
    public static byte[] Request(string provider, IEnumerable<string> ids) => JsonText.Write(new JsonObject
    {
        ["protocolVersion"] = Version,
        ["provider"] = provider,
        ["ids"] = new JsonArray([.. ids.Select(id => (JsonNode?)id)]),
    });

    /// <summary>Reads a request.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.SecretReferenceInvalid"/>: it is none, or of another version.</exception>
    public static (string Provider, IReadOnlyList<string> Ids) ReadRequest(byte[] text)
    {
        JsonElement request = Parse(text);
        bool isRequest = request.Member("protocolVersion").AsNumber().Equals(Version)
            && request.Member("provider").AsText() is { Length: > 0 }
            && request.Member("ids") is { ValueKind: JsonValueKind.Array } ids && ids.Texts().Count() == ids.GetArrayLength();
        return isRequest
            ? (request.Member("provider").AsText()!, [.. request.Member("ids").Texts()])
            : throw new MoltbotException(ErrorCode.SecretReferenceInvalid, "Standard input holds no request for secrets; {\"protocolVersion\":1,\"provider\":\"secretmanagement\",\"ids\":[…]} is expected.");
    }

    /// <summary>The text of an answer, on one line.</summary>
    public static string Answer(IEnumerable<KeyValuePair<string, FetchedSecret>> fetched)
    {
        JsonObject values = [];
        JsonObject errors = [];
        foreach ((string id, FetchedSecret secret) in fetched)
        {
            if (secret.IsFound)
                values[id] = secret.ValueOrThrow().Reveal();
            else
                errors[id] = new JsonObject { ["code"] = CodeOf(secret.Error), ["message"] = secret.Error.Message };
        }

        return JsonText.WriteCompact(new JsonObject { ["protocolVersion"] = Version, ["values"] = values, ["errors"] = errors });
    }

    /// <summary>What a program answered for each reference, or <see langword="null"/> when that is no answer.</summary>
    public static IReadOnlyList<FetchedSecret>? ReadAnswer(byte[] output, IReadOnlyList<SecretReference> references)
    {
        JsonElement answer = Parse(output);
        return answer.Member("protocolVersion").AsNumber().Equals(Version) && answer.Member("values").ValueKind == JsonValueKind.Object
            ? [.. references.Select(reference => AnswerFor(reference, answer))]
            : null;
    }

    /// <summary>A secret that was printed as it is.</summary>
    public static Secret ReadPlain(byte[] output) => new(Encoding.UTF8.GetString(output).TrimEnd('\r', '\n'));

    private static FetchedSecret AnswerFor(SecretReference reference, JsonElement answer)
    {
        JsonElement value = answer.Member("values").Member(reference.Id);
        if (value.AsText() is { } text)
            return new FetchedSecret(new Secret(text));
        if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
            return new FetchedSecret(SecretErrors.Unusable(reference, "no text"));

        return new FetchedSecret(answer.Member("errors").Member(reference.Id).Member("code").AsText() switch
        {
            null or "" or NotFound => SecretErrors.NotFound(reference),
            string code when Array.IndexOf(KnownCodes, code) >= 0 => SecretErrors.Failed(reference.Provider, $"it gave no secret for {reference.Id} ({code})"),
            _ => SecretErrors.Failed(reference.Provider, $"it gave no secret for {reference.Id}, with a code that is not known and so not repeated"),
        });
    }

    private static string CodeOf(MoltbotException error) => error.Code switch
    {
        ErrorCode.SecretNotFound => NotFound,
        ErrorCode.SecretUnusable => "NOT_TEXT",
        ErrorCode.SecretReferenceInvalid => "INVALID_ID",
        ErrorCode.VaultNotFound => "VAULT_NOT_FOUND",
        ErrorCode.VaultLocked => "VAULT_LOCKED",
        ErrorCode.VaultUnavailable => "VAULT_UNAVAILABLE",
        _ => "FAILED",
    };

    private static JsonElement Parse(byte[] text)
    {
        try
        {
            return JsonText.Parse(text);
        }
        catch (MoltbotException)
        {
            return default;
        }
    }
}

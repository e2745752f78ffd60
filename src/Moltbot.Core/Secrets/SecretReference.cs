using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Secrets;

/// <summary>
/// Where a secret is kept instead of in the store: <c>{ "source": "env", "provider": "default", "id": "OPENAI_API_KEY" }</c>,
/// in the shape that later gateways use.
/// </summary>
public sealed record SecretReference
{
    /// <summary>The provider that is built in: the vaults of PowerShell's SecretManagement.</summary>
    public const string SecretManagement = "secretmanagement";

    private SecretReference(SecretReferenceSource source, string provider, string id)
    {
        Source = source;
        Provider = provider;
        Id = id;
    }

    /// <summary>What kind of place it is.</summary>
    public SecretReferenceSource Source { get; }

    /// <summary>The id of the provider that knows the place.</summary>
    public string Provider { get; }

    /// <summary>Which secret it is there: the name of a variable, a JSON pointer or <c>value</c>, or an id of the program's.</summary>
    public string Id { get; }

    /// <summary>Whether it points to a vault of SecretManagement.</summary>
    public bool IsInVault => Source == SecretReferenceSource.Exec && Provider == SecretManagement;

    /// <summary>Where the secret is, for people: <c>vault: SecretStore/openai</c>, <c>env: OPENAI_API_KEY</c>, <c>file: keys/openai</c>, <c>exec: op:openai</c>.</summary>
    public string Description => Redaction.HideSecrets(Source switch
    {
        SecretReferenceSource.Environment => $"env: {Id}",
        SecretReferenceSource.File => $"file: {Provider}{(Id.StartsWith('/') ? "" : "/")}{Id}",
        _ when IsInVault => $"vault: {VaultSecret.TryParse(Id)?.ToString() ?? Id}",
        _ => $"exec: {Provider}:{Id}",
    });

    /// <summary>A reference.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.SecretReferenceInvalid"/>: the provider or the id is not of the form that its source has.</exception>
    public static SecretReference Create(SecretReferenceSource source, string provider, string id) =>
        SecretReferenceRules.Problem(source, provider, id) is { } problem ? throw SecretReferenceErrors.Invalid(problem) : new SecretReference(source, provider, id);

    /// <summary>A reference to a secret in a vault.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.SecretReferenceInvalid"/>: the names are blank or too long.</exception>
    public static SecretReference To(VaultSecret secret) => Create(SecretReferenceSource.Exec, SecretManagement, secret.ToId());

    /// <summary>Always the description.</summary>
    public override string ToString() => Description;

    /// <summary>The reference as it is stored.</summary>
    public JsonObject ToJson() => new() { ["source"] = SecretReferenceRules.NameOf(Source), ["provider"] = Provider, ["id"] = Id };

    /// <summary>Reads a stored reference; <see langword="null"/> with what is wrong with it when it is none.</summary>
    internal static SecretReference? Read(JsonElement json, out string? problem)
    {
        SecretReferenceSource? source = SecretReferenceRules.ParseSource(json.Member("source").AsText());
        string? provider = json.Member("provider").AsText();
        string? id = json.Member("id").AsText();
        problem = source is null || provider is null || id is null
            ? "it needs a \"source\" of env, file or exec, a \"provider\" and an \"id\""
            : SecretReferenceRules.Problem(source.Value, provider, id);
        return problem is null ? new SecretReference(source!.Value, provider!, id!) : null;
    }
}

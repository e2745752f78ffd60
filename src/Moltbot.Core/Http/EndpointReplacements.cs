using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;
using Moltbot.Core.Json5;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Http;

/// <summary>
/// Other addresses in the place of providers' own, for a company's gateway and for tests. They stand in a file of the
/// installation that nobody else may change, because secrets are sent there: <c>{"openai-codex": {"https://auth.openai.com":
/// "https://login.corp.example/openai"}}</c>. An address is replaced from its beginning, up to a <c>/</c> or its end.
/// </summary>
internal sealed class EndpointReplacements
{
    private readonly string path;
    private readonly Dictionary<ProviderId, (string From, string To)[]> replacements;

    private EndpointReplacements(string path, Dictionary<ProviderId, (string From, string To)[]> replacements)
    {
        this.path = path;
        this.replacements = replacements;
    }

    /// <summary>Whose addresses are replaced, in the order of the file.</summary>
    public IReadOnlyCollection<ProviderId> Providers => replacements.Keys;

    /// <summary>What a person should know as long as addresses are replaced; none where none is.</summary>
    public IEnumerable<string> Warnings =>
        Providers.Select(provider => $"Sign-ins of {provider} are sent to {string.Join(", ", replacements[provider].Select(one => one.To))}, because {path} says so.");

    /// <summary>Reads the replacements of an installation.</summary>
    /// <param name="path">The file, whether it exists or not.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.EndpointsInvalid"/>: others can change the file, it cannot be read, or it says what makes no sense.</exception>
    public static EndpointReplacements Read(string path)
    {
        if (TrustedFile.Problem(path, isSecret: false) is { } problem)
            throw Invalid(path, $"it says where secrets are sent, and {problem}");

        Dictionary<ProviderId, (string From, string To)[]> read = [];
        foreach ((string provider, JsonNode? addresses) in ReadFile(path).Entries())
            read[ProviderId.Parse(provider)] = [.. addresses.Entries().Select(entry => (Base(entry.Key, path), Base(entry.Value.AsText() ?? "", path)))];

        return new EndpointReplacements(path, read);
    }

    /// <summary>The address that is used in the place of one of a provider's, or that one itself.</summary>
    public Uri Of(ProviderId provider, Uri address)
    {
        foreach ((string from, string to) in replacements.GetValueOrDefault(provider, []).OrderByDescending(one => one.From.Length))
        {
            string whole = address.AbsoluteUri;
            if (whole.StartsWith(from, StringComparison.Ordinal) && (whole.Length == from.Length || whole[from.Length] is '/' or '?'))
                return new Uri(to + whole[from.Length..]);
        }

        return address;
    }

    /// <summary>An address as others begin with it.</summary>
    private static string Base(string text, string path) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && ProtectedHosts.Protects(address) && address is { Query: "", Fragment: "", UserInfo: "" }
            ? address.AbsoluteUri.TrimEnd('/')
            : throw Invalid(path, $"\"{text}\" is no address of the form https://host or https://host/path");

    private static JsonNode? ReadFile(string path)
    {
        try
        {
            return SharedFile.Read(path, FileLimit.Record) is { } content ? Json5Document.Parse(Encoding.UTF8.GetString(content)).Root.ToJson() : null;
        }
        catch (MoltbotException error)
        {
            throw Invalid(path, error.Message, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Invalid(path, error is UnusableFileException other ? other.Sentence : $"it cannot be opened. {ReadFailure.Remedy(error)}", error);
        }
    }

    private static MoltbotException Invalid(string path, string problem, Exception? cause = null) =>
        new(ErrorCode.EndpointsInvalid, $"Nothing is sent as long as {path} is wrong: {problem}. Correct or remove the file.", cause) { Path = path };
}

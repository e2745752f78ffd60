using System.Text;
using System.Text.Json;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Resolving;

/// <summary>Secrets in a file: several in JSON, each at its pointer, or one that is the whole file.</summary>
internal sealed class FileSecretSource : ISecretSource
{
    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The absolute path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>Whether the file holds one secret and nothing else.</summary>
    public bool IsSingleValue { get; init; }

    /// <summary>How long the file may be.</summary>
    public int LengthLimit { get; init; }

    /// <summary>Whether it does not matter who else can read or change the file.</summary>
    public bool AllowsInsecurePath { get; init; }

    public IReadOnlyList<FetchedSecret> Fetch(IReadOnlyList<SecretReference> references, CancellationToken cancellation)
    {
        byte[] content = Read();
        if (IsSingleValue)
            return [.. references.Select(reference => Whole(reference, content))];

        JsonElement json = Parse(content);
        return [.. references.Select(reference => Find(reference, json))];
    }

    private static FetchedSecret Whole(SecretReference reference, byte[] content) => reference.Id == SecretReferenceRules.WholeFile
        ? new FetchedSecret(new Secret(Encoding.UTF8.GetString(content).TrimEnd('\r', '\n')))
        : new FetchedSecret(SecretErrors.InvalidProvider(reference.Provider, "its file holds one secret, whose id is \"value\". Correct the reference, or set the mode of the provider to json"));

    private static FetchedSecret Find(SecretReference reference, JsonElement json)
    {
        if (reference.Id == SecretReferenceRules.WholeFile)
            return new FetchedSecret(SecretErrors.InvalidProvider(reference.Provider, "its file is JSON, whose secrets have pointers for ids. Correct the reference, or set the mode of the provider to singleValue"));

        JsonElement value = JsonPointer.Find(json, reference.Id);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined => new FetchedSecret(SecretErrors.NotFound(reference)),
            _ when value.AsText() is { } text => new FetchedSecret(new Secret(text)),
            _ => new FetchedSecret(SecretErrors.Unusable(reference, "no text")),
        };
    }

    private byte[] Read()
    {
        if (!AllowsInsecurePath && TrustedFile.Problem(Path, isSecret: true) is { } problem)
            throw SecretErrors.InvalidProvider(Provider, problem, Path);

        try
        {
            return SharedFile.Read(Path, LengthLimit) ?? throw SecretErrors.InvalidProvider(Provider, $"there is no file {Path}. Create it, or correct the path", Path);
        }
        catch (FileTooLongException)
        {
            throw SecretErrors.InvalidProvider(Provider, $"{Path} is longer than {LengthLimit} bytes. Name the file with the secrets, or raise maxBytes", Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw SecretErrors.InvalidProvider(Provider, error is UnusableFileException other ? $"{other.Sentence}, or correct the path" : $"{Path} cannot be read. {ReadFailure.Remedy(error)}", Path);
        }
    }

    private JsonElement Parse(byte[] content)
    {
        try
        {
            return JsonText.Parse(content);
        }
        catch (MoltbotException error)
        {
            throw new MoltbotException(
                ErrorCode.SecretProviderInvalid,
                $"The provider \"{Provider}\" of secrets cannot be used: {Path} (line {error.Line}, column {error.Column}): {error.Message}. Correct the file, or set the mode of the provider to singleValue.")
            {
                Path = Path,
                Line = error.Line,
                Column = error.Column,
                Subject = Provider,
            };
        }
    }
}

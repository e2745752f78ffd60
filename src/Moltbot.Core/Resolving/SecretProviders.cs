using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Json5;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Resolving;

/// <summary>
/// The providers of secrets: <c>secretmanagement</c>, which is built in, those of <c>secrets.providers</c> in the
/// configuration, and those of our own file of the same shape beside it, because a gateway of early 2026 refuses a
/// configuration with that section. The configuration wins.
/// </summary>
internal sealed class SecretProviders
{
    /// <summary>The provider of variables needs no declaration under this name.</summary>
    private const string DefaultEnvironment = "default";

    private readonly string path;
    private readonly MoltbotConfiguration configuration;
    private readonly ProcessEnvironment environment;
    private readonly ISecretSource vaults;
    private readonly Lazy<JsonNode?> file;

    /// <summary>The providers of an installation.</summary>
    /// <param name="path">Our own file, whether it exists or not.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="environment">The environment with everything that adds to it.</param>
    /// <param name="vaults">Who opens the vaults of SecretManagement.</param>
    public SecretProviders(string path, MoltbotConfiguration configuration, ProcessEnvironment environment, ISecretSource vaults)
    {
        this.path = path;
        this.configuration = configuration;
        this.environment = environment;
        this.vaults = vaults;
        file = new(Read);
    }

    /// <summary>The provider that a reference names.</summary>
    /// <exception cref="MoltbotException">
    /// <see cref="ErrorCode.SecretProviderNotFound"/>, or <see cref="ErrorCode.SecretProviderInvalid"/>: its declaration makes no sense, or is for another source.
    /// </exception>
    public ISecretSource SourceOf(SecretReference reference)
    {
        if (reference.IsInVault)
            return vaults;
        if (Declaration(reference.Provider) is { } declaration)
            return new SecretProviderDeclaration(reference.Provider, declaration, environment).SourceFor(reference);

        return reference is { Source: SecretReferenceSource.Environment, Provider: DefaultEnvironment }
            ? new EnvironmentSecretSource(environment)
            : throw SecretErrors.NoProvider(reference, path);
    }

    private JsonNode? Declaration(string provider) => configuration.Json.At("secrets", "providers", provider) ?? file.Value.Member(provider);

    private JsonNode? Read()
    {
        try
        {
            return SharedFile.Read(path, FileLimit.Record) is { } content ? Json5Document.Parse(Encoding.UTF8.GetString(content)).Root.ToJson() : null;
        }
        catch (MoltbotException error)
        {
            throw new MoltbotException(ErrorCode.SecretProviderInvalid, $"Cannot read {path} (line {error.Line}, column {error.Column}): {error.Message}. Correct the file.", error)
            {
                Path = path,
                Line = error.Line,
                Column = error.Column,
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            string problem = error is UnusableFileException other ? $": {other.Message}. {other.Remedy}" : $". {ReadFailure.Remedy(error)}";
            throw new MoltbotException(ErrorCode.SecretProviderInvalid, $"Cannot read {path}{problem}.", error) { Path = path };
        }
    }
}

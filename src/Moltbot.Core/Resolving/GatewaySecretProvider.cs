using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Resolving;

/// <summary>
/// The entry in <c>secrets.providers</c> by which a later gateway asks our command line for the secrets in vaults. An
/// earlier gateway refuses a configuration with that section (docs/gateway/config.md §9.3), so it is written only where the
/// configuration was last touched by one that knows it.
/// </summary>
public sealed class GatewaySecretProvider(ConfigurationFile file)
{
    /// <summary>The first version of the gateway that knows the section.</summary>
    public const string FirstVersion = "2026.2.26";

    private const int TimeoutMilliseconds = 60_000;

    /// <summary>What PowerShell needs to start and to find the user's vaults.</summary>
    private static readonly string[] PassedVariables = ["PATH", "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "PSModulePath", "DOTNET_ROOT", "DOTNET_CLI_HOME", "SystemRoot"];

    /// <summary>Writes the entry.</summary>
    /// <param name="command">The absolute path of the command line.</param>
    /// <param name="force">Whether to write it whatever version the gateway has.</param>
    /// <param name="cancellation">Ends the wait for another process.</param>
    /// <returns>The files that were changed; none if the configuration says it already.</returns>
    /// <exception cref="MoltbotException">
    /// The gateway is too old or unknown (<see cref="ErrorCode.GatewayTooOld"/>), it would not trust the command
    /// (<see cref="ErrorCode.SecretProviderInvalid"/>), or the configuration cannot be used or edited.
    /// </exception>
    public IReadOnlyList<string> Configure(string command, bool force, CancellationToken cancellation = default)
    {
        string? version = file.Require().Json.At("meta", "lastTouchedVersion").AsText();
        if (!force && (version is null || !GatewayVersion.IsAtLeast(version, FirstVersion)))
            throw TooOld(version);

        JsonObject entry = Entry(CheckCommand(command));
        return file.Editor.Allowing("secrets").Apply(
            _ => [ConfigurationChange.Set(["secrets", "providers", SecretReference.SecretManagement], entry.DeepClone())],
            cancellation);
    }

    private static string CheckCommand(string command)
    {
        string realPath = Path.IsPathFullyQualified(command) && File.Exists(command)
            ? RealPath.Resolve(command)
            : throw SecretErrors.InvalidProvider(SecretReference.SecretManagement, $"there is no program {command}. Name the moltbot executable by its absolute path");
        return TrustedFile.Problem(realPath, isSecret: false) is { } problem ? throw SecretErrors.InvalidProvider(SecretReference.SecretManagement, problem, realPath) : realPath;
    }

    private static JsonObject Entry(string command) => new()
    {
        ["source"] = "exec",
        ["command"] = command,
        ["args"] = new JsonArray("secrets", "resolve"),
        ["passEnv"] = new JsonArray([.. PassedVariables.Select(name => (JsonNode?)name)]),
        ["timeoutMs"] = TimeoutMilliseconds,
        ["jsonOnly"] = true,
    };

    private static MoltbotException TooOld(string? version)
    {
        string found = version is null ? "The configuration does not say which gateway it is for" : $"The configuration was last written by version {version} of the gateway";
        return new MoltbotException(
            ErrorCode.GatewayTooOld,
            $"{found}, and only {FirstVersion} and later know secrets.providers; an earlier one would refuse to start with it. Nothing was changed. Start the gateway with its credentials instead: {NextSteps.RunWithCredentials}. If the gateway is later all the same, use {NextSteps.Force}.");
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Running;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Resolving;

/// <summary>
/// The vaults of SecretManagement for a process that is not PowerShell: starts <c>pwsh -NoProfile -NonInteractive</c>, once
/// for all secrets that are wanted, and talks to it over standard input and output.
/// </summary>
/// <param name="environment">The surroundings of the process.</param>
internal sealed class PowerShellSecretSource(ProcessEnvironment environment) : ISecretSource
{
    private const int OutputLimit = 8 * 1024 * 1024;

    /// <summary>The start of PowerShell takes about a second; a vault in the network takes its time.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public IReadOnlyList<FetchedSecret> Fetch(IReadOnlyList<SecretReference> references, CancellationToken cancellation)
    {
        VaultSecret?[] wanted = [.. references.Select(reference => VaultSecret.TryParse(reference.Id))];
        Queue<FetchedSecret> fetched = new(Ask([.. wanted.OfType<VaultSecret>()], cancellation));
        return [.. wanted.Select((secret, i) => secret is null ? new FetchedSecret(SecretReferenceErrors.NamesNoVaultSecret(references[i])) : fetched.Dequeue())];
    }

    private IEnumerable<FetchedSecret> Ask(VaultSecret[] wanted, CancellationToken cancellation)
    {
        if (wanted.Length == 0)
            return [];

        string marker = $"{Guid.NewGuid():N}:";
        ExternalProgram program = new()
        {
            Path = PowerShellPath.Find(environment) ?? throw SecretErrors.NoPowerShell(),
            Arguments = ["-NoLogo", "-NoProfile", "-NonInteractive", "-EncodedCommand", Convert.ToBase64String(Encoding.Unicode.GetBytes(Script()))],
            Variables = OwnVariables(),
            WorkingDirectory = Directory.Exists(environment.HomeDirectory) ? environment.HomeDirectory : environment.WorkingDirectory,
            Input = JsonText.Write(Request(marker, wanted)),
        };
        return Read(program.Capture(OutputLimit, Limit, cancellation), marker, wanted);
    }

    private static IEnumerable<FetchedSecret> Read(ProgramOutcome outcome, string marker, VaultSecret[] wanted) => outcome.End switch
    {
        ProgramEnd.NotStarted => throw SecretErrors.NoPowerShell(),
        ProgramEnd.TimedOut => throw SecretErrors.Failed(SecretReference.SecretManagement, $"PowerShell did not answer within {SecretErrors.Seconds(Limit)}. A vault may wait for something; try Get-Secret in PowerShell"),
        ProgramEnd.TooMuchOutput => throw SecretErrors.Failed(SecretReference.SecretManagement, "PowerShell printed too much"),
        _ when Answers(outcome.Output!, marker) is { } answers && answers.Length == wanted.Length => answers.Select((answer, i) => Read(answer, wanted[i])),
        _ => throw SecretErrors.Failed(SecretReference.SecretManagement, $"PowerShell ended with exit code {outcome.ExitCode} and without an answer. Try Get-Secret in pwsh -NoProfile"),
    };

    private static FetchedSecret Read(JsonElement answer, VaultSecret secret)
    {
        if (answer.Member("value").AsText() is { } value)
            return new FetchedSecret(new Secret(value));

        string[] detail = [.. answer.Member("detail").Texts()];
        return new FetchedSecret(answer.Member("error").AsText() switch
        {
            "NoModule" => SecretErrors.NoSecretManagement(),
            "NoVault" => SecretErrors.NoVault(secret.Vault, detail),
            "Locked" => SecretErrors.Locked(secret.Vault),
            "NotFound" => SecretErrors.NotInVault(secret),
            "NotText" => SecretErrors.NotText(secret, detail.FirstOrDefault("thing")),
            _ => SecretErrors.VaultFailed(secret.Vault, detail.FirstOrDefault("no reason given")),
        });
    }

    private static JsonElement[]? Answers(byte[] output, string marker)
    {
        string? line = Encoding.UTF8.GetString(output).Split('\n').LastOrDefault(line => line.StartsWith(marker, StringComparison.Ordinal));
        if (line is null)
            return null;

        JsonElement answers = JsonText.Parse(Convert.FromBase64String(line[marker.Length..].Trim()));
        return answers.ValueKind == JsonValueKind.Array ? [.. answers.EnumerateArray()] : null;
    }

    private static JsonObject Request(string marker, IEnumerable<VaultSecret> wanted) => new()
    {
        ["marker"] = marker,
        ["secrets"] = new JsonArray([.. wanted.Select(secret => new JsonObject { ["vault"] = secret.Vault, ["name"] = secret.Name })]),
    };

    /// <summary>What the process was given; what <c>.env</c> files and the configuration add is no business of PowerShell's.</summary>
    private Dictionary<string, string> OwnVariables()
    {
        Dictionary<string, string> variables = new(environment.Names) { ["POWERSHELL_UPDATECHECK"] = "Off", ["POWERSHELL_TELEMETRY_OPTOUT"] = "1" };
        foreach ((string name, string value) in environment.Variables.Where(variable => environment.OriginOf(variable.Key) == VariableOrigin.Process))
            variables[name] = value;

        return variables;
    }

    private static string Script()
    {
        using Stream script = typeof(PowerShellSecretSource).Assembly.GetManifestResourceStream("FetchSecrets.ps1")!;
        using StreamReader reader = new(script);
        return reader.ReadToEnd();
    }
}

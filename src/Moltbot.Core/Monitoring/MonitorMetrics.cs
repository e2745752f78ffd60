using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Moltbot.Core.Health;
using Moltbot.Core.Text;

namespace Moltbot.Core.Monitoring;

/// <summary>The state of credentials as numbers, in OpenMetrics text, which node_exporter's textfile collector reads.</summary>
/// <param name="anonymous">Whether installations, agents and profiles are told apart without being named.</param>
internal sealed class MonitorMetrics(bool anonymous)
{
    private const int HashLength = 16;

    private static readonly string[] States = [.. Enum.GetValues<HealthStatus>().Select(HealthJson.NameOf)];

    private readonly StringBuilder expiry = new();
    private readonly StringBuilder states = new();
    private readonly StringBuilder rests = new();
    private readonly StringBuilder failures = new();
    private readonly StringBuilder missing = new();
    private readonly StringBuilder exits = new();
    private readonly StringBuilder passes = new();
    private readonly HashSet<string> profiles = new(StringComparer.Ordinal);

    /// <summary>Adds an agent.</summary>
    public void Add(ModelStatus status)
    {
        string agent = Label("installation", Name(status.StateDirectory)) + "," + Label("agent", Name(status.Agent));
        Sample(exits, "moltbot_agent_exit_code", agent, status.ExitCodeOnceRenewed);
        foreach (string provider in status.MissingProviders)
            Sample(missing, "moltbot_provider_missing", $"{agent},{Label("provider", provider)}", 1);
        foreach (ProfileStatus profile in status.Providers.SelectMany(provider => provider.Profiles))
            Add(profile, $"{agent},{Label("provider", profile.Provider)},{Label("profile", Name(profile.ProfileId))}");
    }

    /// <summary>Adds what came of the last pass.</summary>
    public void Add(string stateDirectory, LastPass pass)
    {
        string installation = Label("installation", Name(stateDirectory));
        Sample(passes, "moltbot_monitor_last_pass_timestamp_seconds", installation, pass.FinishedAt.ToUnixTimeMilliseconds() / 1000.0);
        Sample(passes, "moltbot_monitor_last_pass_duration_seconds", installation, (pass.FinishedAt - pass.StartedAt).TotalSeconds);
        Sample(passes, "moltbot_monitor_last_pass_exit_code", installation, pass.ExitCode);
        Sample(passes, "moltbot_monitor_last_pass_findings", installation, pass.Findings);
        Sample(passes, "moltbot_monitor_last_pass_errors", installation, pass.Errors.Count);
    }

    /// <summary>All of it.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        Family(text, "moltbot_credential_expiry_seconds", "How many seconds a credential is good for; negative once it has expired.", expiry);
        Family(text, "moltbot_credential_state", "1 for the state that a credential is in.", states);
        Family(text, "moltbot_credential_rest_seconds", "For how many seconds a credential is not used, after failures or while it is disabled.", rests);
        Family(text, "moltbot_credential_failures", "How many times a credential has failed since it worked last.", failures);
        Family(text, "moltbot_provider_missing", "1 for a provider that a configured model needs and that has no credential.", missing);
        Family(text, "moltbot_agent_exit_code", "0 when all credentials of an agent are fine, 1 when one has expired or is missing, 2 when one expires soon.", exits);
        foreach ((string name, string help) in PassFamilies)
            Family(text, name, help, Lines(passes, name));

        return text.Append("# EOF\n").ToString();
    }

    private static readonly (string Name, string Help)[] PassFamilies =
    [
        ("moltbot_monitor_last_pass_timestamp_seconds", "When the last pass ended, in seconds since the Unix epoch."),
        ("moltbot_monitor_last_pass_duration_seconds", "How long the last pass took."),
        ("moltbot_monitor_last_pass_exit_code", "The exit code of the last pass."),
        ("moltbot_monitor_last_pass_findings", "How many things were not fine in the last pass."),
        ("moltbot_monitor_last_pass_errors", "How much could not be read or told in the last pass."),
    ];

    private void Add(ProfileStatus profile, string labels)
    {
        // Two names of one provider have the same profiles.
        if (!profiles.Add(labels))
            return;

        if (profile.ProfileHealth.RemainingMilliseconds is { } left && double.IsFinite(left))
            Sample(expiry, "moltbot_credential_expiry_seconds", labels, left / 1000);
        foreach (string state in States)
            Sample(states, "moltbot_credential_state", $"{labels},{Label("state", state)}", state == profile.HealthName ? 1 : 0);

        Sample(rests, "moltbot_credential_rest_seconds", labels, profile.Unusable is { } rest ? rest.RemainingMilliseconds / 1000 : 0);
        Sample(failures, "moltbot_credential_failures", labels, profile.ErrorCount);
    }

    private string Name(string name) => anonymous ? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..HashLength].ToLowerInvariant() : name;

    private static string Label(string name, string value) =>
        $"{name}=\"{VisibleText.OfSentence(value).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static void Sample(StringBuilder samples, string name, string labels, double value) =>
        samples.Append(name).Append('{').Append(labels).Append("} ").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');

    private static void Family(StringBuilder text, string name, string help, StringBuilder samples)
    {
        if (samples.Length > 0)
            text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(" gauge\n").Append(samples);
    }

    private static StringBuilder Lines(StringBuilder samples, string name) =>
        new(string.Concat(samples.ToString().Split('\n').Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal)).Select(line => $"{line}\n")));
}

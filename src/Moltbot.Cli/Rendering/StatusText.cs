using Moltbot.Core.Health;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Quotas;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Rendering;

/// <summary>The status for people, line for line as the gateway's command line writes it.</summary>
internal sealed class StatusText(Session session)
{
    private const int LabelWidth = 14;
    private const int MostWindows = 2;
    private const string NotSeen = "not seen";

    private readonly TextWriter output = session.Output;
    private readonly Palette palette = session.Palette;

    /// <summary>The command that a person is told to run, for the same installation.</summary>
    private string Moltbot => InstallationProfile.NameIn(session.Environment) is { } name ? $"moltbot --profile {name}" : "moltbot";

    /// <summary>Writes the status.</summary>
    /// <param name="status">The status.</param>
    /// <param name="asked">What the providers say of plans, which is waited for where it is shown.</param>
    public async Task WriteAsync(ModelStatus status, Task<IReadOnlyList<ProviderUsage>> asked)
    {
        WriteModels(status);
        output.WriteLine();
        WriteOverview(status);
        WriteMissing(status);
        WriteUnseen(status);
        output.WriteLine();
        WriteSignIns(status, await asked);
    }

    /// <summary>Says that there is nothing here yet, and what to do about it.</summary>
    public void WriteNoInstallation(InstallationPaths paths)
    {
        output.WriteLine();
        output.WriteLine(palette.Heading("No installation"));
        output.WriteLine($"- There is no Moltbot installation at {session.Shorten(paths.StateDirectory)}.");
        output.WriteLine("- If it is elsewhere, name it: moltbot --state-dir <path> models status, or set MOLTBOT_STATE_DIR.");
        output.WriteLine($"- If there is none yet, set it up with `{Moltbot} configure` of the gateway, or set an API key env var such as ANTHROPIC_API_KEY.");
    }

    private void WriteModels(ModelStatus status)
    {
        WriteField("Config", session.Shorten(status.ConfigPath));
        WriteField("Agent dir", session.Shorten(status.Directory));
        if (status.ResolvedDefault is not { } resolved)
        {
            WriteField("Models", palette.Bad(NotSeen));
            return;
        }

        WriteField("Default", palette.Good(status.DefaultModel == resolved ? resolved : $"{resolved} (from {status.DefaultModel})"));
        WriteList("Fallbacks", [.. status.Fallbacks]);
        WriteField("Image model", status.ImageModel ?? palette.Muted("-"));
        WriteList("Image fallbacks", [.. status.ImageFallbacks]);
        WriteList("Aliases", [.. status.AliasedModels.Select(alias => $"{alias.Key} -> {alias.Value}")]);
        WriteList("Configured models", [.. status.AllowedModels], whenEmpty: "all");
    }

    private void WriteOverview(ModelStatus status)
    {
        output.WriteLine(palette.Heading("Auth overview"));
        WriteField("Auth store", status.NotSeen is null ? session.Shorten(status.Path) : palette.Bad(NotSeen));
        string imported = status.LoginShellVariables.Count == 0 ? "" : palette.Muted($" (applied: {string.Join(", ", status.LoginShellVariables)})");
        WriteField("Shell env", (status.LoginShellEnabled ? palette.Good("on") : palette.Muted("off")) + imported);
        WriteList("Providers w/ OAuth/tokens", [.. status.ProvidersWithSignIn], whenEmpty: status.NotSeen is null ? "-" : NotSeen);
        foreach (ProviderStatus provider in status.Providers)
            output.WriteLine($"- {palette.Heading(provider.Provider)} {string.Join(palette.Muted(" | "), Facts(provider))}");
    }

    private IEnumerable<string> Facts(ProviderStatus provider)
    {
        yield return Fact("effective", provider.AreProfilesSeen ? $"{provider.CredentialSourceName}:{palette.Muted(provider.Detail)}" : provider.CredentialSourceName);
        if (provider.Profiles.Count > 0)
        {
            yield return Fact("profiles", $"{provider.Profiles.Count} (oauth={Count(AuthProfileKind.OAuth)}, token={Count(AuthProfileKind.Token)}, api_key={Count(AuthProfileKind.ApiKey)})");
            yield return string.Join(", ", provider.ProfileLabels);
        }

        if (provider.EnvironmentValue is not null)
        {
            yield return Fact("env", provider.EnvironmentValue);
            yield return Fact("source", provider.EnvironmentSource!);
        }

        if (provider.ConfigurationValue is not null)
        {
            yield return Fact("models.json", provider.ConfigurationValue);
            yield return Fact("source", provider.ConfigurationSource!);
        }

        int Count(AuthProfileKind kind) => provider.Profiles.Count(profile => profile.Kind == kind);
    }

    private void WriteMissing(ModelStatus status)
    {
        if (status.MissingProviders.Count == 0)
            return;

        output.WriteLine();
        output.WriteLine(palette.Heading("Missing auth"));
        foreach ((string provider, IReadOnlyList<string> reasons) in status.MissingBecause)
        {
            string hint = provider == "anthropic"
                ? $"Run `claude setup-token`, then `{Moltbot} models auth setup-token` or `{Moltbot} configure`."
                : $"Run `{Moltbot} configure` or set an API key env var.";
            output.WriteLine($"- {palette.Heading(provider)} {hint}");
            foreach (string reason in reasons)
                output.WriteLine($"  - {reason}");
        }
    }

    /// <summary>What a gateway of today keeps is neither there nor missing.</summary>
    private void WriteUnseen(ModelStatus status)
    {
        if (status.NotSeen is null)
            return;

        output.WriteLine();
        output.WriteLine(palette.Heading("Auth not seen"));
        output.WriteLine("- A newer gateway, openclaw, keeps its credentials where they are not read here. Run `openclaw models status`.");
        foreach (string provider in status.UnseenProviders)
            output.WriteLine($"- {palette.Heading(provider)} may have one there.");
    }

    private void WriteSignIns(ModelStatus status, IReadOnlyList<ProviderUsage> usages)
    {
        output.WriteLine(palette.Heading("OAuth/token status"));
        ILookup<string, ProfileHealth> byProvider = status.GetSignIns().ToLookup(profile => profile.ProviderName, StringComparer.Ordinal);
        if (byProvider.Count == 0)
            output.WriteLine(status.NotSeen is null ? palette.Muted("- none") : $"- {palette.Bad(NotSeen)}");

        foreach (IGrouping<string, ProfileHealth> provider in byProvider)
        {
            output.WriteLine($"- {palette.Heading(provider.Key)}{Usage(provider.Key, usages)}");
            foreach (ProfileHealth profile in provider)
                output.WriteLine($"  - {palette.Label(profile.Label)} {Word(profile.Status)}{Renewal(profile)}{Expiry(profile)}{Keeper(profile)}");
        }
    }

    private string Usage(string provider, IReadOnlyList<ProviderUsage> usages) =>
        usages.FirstOrDefault(usage => usage.Provider == ProviderId.Parse(provider).Value) is { } known && QuotaText.Summary(known, TimeZoneInfo.Local, MostWindows) is { } summary
            ? palette.Muted($" usage: {summary}")
            : "";

    private string Word(HealthStatus status) => status switch
    {
        HealthStatus.Ok => palette.Good("ok"),
        HealthStatus.Static => palette.Muted("static"),
        HealthStatus.Expiring => palette.Warning("expiring"),
        HealthStatus.Missing => palette.Warning("unknown"),
        _ => palette.Bad("expired"),
    };

    /// <summary>What the gateway's command line does not say: whether somebody has to do something.</summary>
    private static string Renewal(ProfileHealth profile) => profile.Status != HealthStatus.Expired ? "" :
        profile.RenewsItself ? " (renews itself)" :
        profile.RejectedBecause is not null ? $" (sign in again: moltbot models auth login --provider {profile.ProviderName})" :
        "";

    private static string Expiry(ProfileHealth profile) =>
        profile.Status == HealthStatus.Static ? "" :
        profile.ExpiresAt is { } expires && expires != 0 ? $" expires in {DurationText.Remaining(profile.RemainingMilliseconds)}" :
        " expires unknown";

    private string Keeper(ProfileHealth profile) => profile.Source == "store" ? "" : palette.Muted($" ({profile.Source})");

    private void WriteField(string name, string value) => output.WriteLine($"{palette.Label(name.PadRight(LabelWidth))}{palette.Muted(":")} {value}");

    private void WriteList(string name, string[] items, string whenEmpty = "-") =>
        WriteField($"{name} ({items.Length})", items.Length == 0 ? palette.Muted(whenEmpty) : string.Join(", ", items));

    private string Fact(string name, string value) => $"{palette.Warning(name)}={value}";
}

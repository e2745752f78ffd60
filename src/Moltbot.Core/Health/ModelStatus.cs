using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Text;

namespace Moltbot.Core.Health;

/// <summary>Whether an agent's model credentials are fine, and which ones there are: what <c>moltbot models status</c> reports.</summary>
public sealed class ModelStatus
{
    private readonly FrontEnd frontEnd;

    internal ModelStatus(HealthSummary health, FrontEnd frontEnd)
    {
        Health = health;
        this.frontEnd = frontEnd;
    }

    /// <summary>The absolute path of the configuration file, whether it exists or not.</summary>
    public required string ConfigPath { get; init; }

    /// <summary>Whether the configuration file exists.</summary>
    public required bool ConfigExists { get; init; }

    /// <summary>The installation's state directory, whether it exists or not.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Whether there is an installation at all: a state directory or a configuration.</summary>
    public required bool InstallationExists { get; init; }

    /// <summary>The agent's id.</summary>
    public required string Agent { get; init; }

    /// <summary>The absolute path of the agent's directory, whether it exists or not.</summary>
    public required string Directory { get; init; }

    /// <summary>The absolute path of the agent's store, whether it exists or not.</summary>
    public required string Path { get; init; }

    /// <summary>The default model as it is configured; the built-in one where none is; <see langword="null"/> when the settings are not seen.</summary>
    public required string? DefaultModel { get; init; }

    /// <summary>The default model that this means, as <c>provider/model</c>, or <see langword="null"/>.</summary>
    public required string? ResolvedDefault { get; init; }

    /// <summary>The models to try after the default one.</summary>
    public required FlatList<string> Fallbacks { get; init; }

    /// <summary>The model for images, or <see langword="null"/>.</summary>
    public required string? ImageModel { get; init; }

    /// <summary>The models to try after that.</summary>
    public required FlatList<string> ImageFallbacks { get; init; }

    /// <summary>The aliases and the models they stand for.</summary>
    public required IReadOnlyDictionary<string, string> AliasedModels { get; init; }

    /// <summary>The models that may be chosen; none means every one.</summary>
    public required FlatList<string> AllowedModels { get; init; }

    /// <summary>Whether keys are taken from the login shell.</summary>
    public required bool LoginShellEnabled { get; init; }

    /// <summary>The variables that were taken from it.</summary>
    public required FlatList<string> LoginShellVariables { get; init; }

    /// <summary>The providers that have a credential, sorted.</summary>
    public required FlatList<ProviderStatus> Providers { get; init; }

    /// <summary>The providers of configured models that have none with something in it that could be sent, sorted.</summary>
    public FlatList<string> MissingProviders => [.. MissingBecause.Keys];

    /// <summary>The same, each with why those profiles that there are for it are not used: <c>anthropic:a: there is nothing in it that could be sent</c>.</summary>
    public required IReadOnlyDictionary<string, FlatList<string>> MissingBecause { get; init; }

    /// <summary>
    /// Why the agent's credentials are not seen; <see langword="null"/> when they are. Then only what the environment holds is
    /// shown, and nobody can say of a provider that it has none.
    /// </summary>
    public MoltbotException? NotSeen { get; init; }

    /// <summary>The providers of configured models whose credentials may be among those that are not seen, sorted.</summary>
    public FlatList<string> UnseenProviders { get; init; } = [];

    /// <summary>The profiles that are not used for a while, the soonest usable one first.</summary>
    public required FlatList<UnusableProfile> UnusableProfiles { get; init; }

    /// <summary>How long before its end a credential counts as expiring.</summary>
    public TimeSpan WarnWithin => DurationText.ToTimeSpan(Health.WarnAfterMilliseconds);

    /// <summary>What could not be read: each names the file, and the line and column where there are any.</summary>
    public required FlatList<MoltbotException> Errors { get; init; }

    /// <summary>What a person should know although it does no harm now.</summary>
    public required FlatList<string> Warnings { get; init; }

    /// <summary>
    /// 0 when all is fine, 1 when a credential has expired or is missing or a file cannot be read, 2 when one expires
    /// soon.
    /// </summary>
    public int ExitCode =>
        Today is not null ? Errors.Count > 0 ? 1 : Today.ExitCode :
        Errors.Count > 0 || MissingBecause.Count > 0 || GetSignIns().Any(IsGone) ? 1 :
        GetSignIns().Any(profile => profile.Status == HealthStatus.Expiring) ? 2 :
        0;

    /// <summary>The same where a sign-in that renews itself counts as fine, whose access token the gateway or we renew with its next use.</summary>
    public int ExitCodeOnceRenewed =>
        Today is not null ? ExitCode :
        Errors.Count > 0 || MissingBecause.Count > 0 || GetSignIns().Any(profile => IsGone(profile) && !profile.RenewsItself) ? 1 :
        GetSignIns().Any(profile => profile.Status == HealthStatus.Expiring && !profile.RenewsItself) ? 2 :
        0;

    /// <summary>Why the exit code is what it is, for people to read.</summary>
    public string Reason => string.Join("; ", Reasons.DefaultIfEmpty("All model credentials are fine."));

    /// <summary>What is not fine, each as a sentence without its full stop; none when all is.</summary>
    public FlatList<string> Reasons => [.. FindReasons().Select(VisibleText.OfSentence)];

    /// <summary>The providers with credentials that can expire, each with how many: <c>anthropic (2)</c>.</summary>
    public FlatList<string> ProvidersWithSignIn =>
        [.. Providers.Where(provider => provider.SignInCount > 0).Select(provider => $"{provider.Provider} ({provider.SignInCount})")];

    /// <summary>How well every profile is.</summary>
    internal HealthSummary Health { get; }

    /// <summary>The health of the profiles that can expire.</summary>
    public IEnumerable<ProfileHealth> GetSignIns() => Health.Profiles.Where(profile => profile.Profile.Kind != AuthProfileKind.ApiKey);

    /// <summary>The report as the gateway's command line writes it with <c>--json</c>: the same members in the same order.</summary>
    public JsonObject ToJson() => Today?.ToJson() ?? ModelStatusJson.Of(this);

    /// <summary>The status as the command line of a gateway of today shows it; <see langword="null"/> where the installation is none of such a gateway.</summary>
    public string? ToTextOfToday() => Today?.ToText();

    /// <summary>What a gateway of today makes of it; <see langword="null"/> where the installation is none of such a gateway.</summary>
    internal TodayStatus? Today { get; init; }

    private static bool IsGone(ProfileHealth profile) => profile.Status is HealthStatus.Expired or HealthStatus.Missing;

    private static string AndThen(ProfileHealth profile) =>
        profile.Profile.Fence is { } fence ? fence.HasFailed ? ", and its gateway could not renew it; sign in again" : ", and its gateway is renewing it" :
        profile.RenewsItself ? ", and renews itself with its next use" : profile.RejectedBecause is { } reason ? $", and its provider does not renew it any more ({reason}); sign in again" : "";

    private IEnumerable<string> FindReasons()
    {
        foreach (MoltbotException error in Errors)
            yield return error.MessageIn(frontEnd);
        if (!InstallationExists)
            yield return $"There is no Moltbot installation at {StateDirectory}; name another state directory, or set one up with the gateway's own program";
        foreach ((string provider, FlatList<string> profiles) in MissingBecause)
            yield return $"No credential for {provider}: {string.Concat(profiles.Select(profile => $"{profile}; "))}add a profile, or set its environment variable";
        foreach (ProfileHealth profile in GetSignIns().Where(IsGone))
            yield return profile.Status == HealthStatus.Expired ? $"{profile.Label} has expired{AndThen(profile)}" : $"{profile.Label} does not say when it expires";
        foreach (ProfileHealth profile in GetSignIns().Where(profile => profile.Status == HealthStatus.Expiring))
            yield return $"{profile.Label} expires in {DurationText.Remaining(profile.RemainingMilliseconds)}";
    }
}

using Moltbot.Core.Configuration;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Models;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Health;

/// <summary>Gathers the <see cref="ModelStatus"/> of an agent.</summary>
internal sealed class ModelStatusReport
{
    private readonly AgentContext context;
    private readonly InstallationFacts installation;
    private readonly MoltbotConfiguration configuration;
    private readonly ConfiguredModels models;
    private readonly StoreReading reading;
    private readonly CredentialPlanner planner;
    private readonly Dictionary<string, PlanSummary> planned = new(StringComparer.Ordinal);

    public ModelStatusReport(AgentContext context, InstallationFacts installation)
    {
        this.context = context;
        this.installation = installation;
        configuration = context.Configuration;
        models = new ConfiguredModels(configuration);
        reading = context.Reading;
        planner = new CredentialPlanner(reading.Store, reading.Main, configuration, context.Environment, context.Now, context.Renewals.RejectionOf);
    }

    /// <summary>Makes the status.</summary>
    /// <param name="only">The only provider to look at, or <see langword="null"/>.</param>
    /// <param name="warnWithin">How long before its end a credential counts as expiring.</param>
    /// <param name="asAgent">Whether the agent's own model is shown, where a gateway of today shows it on demand.</param>
    public ModelStatus Build(ProviderId? only, TimeSpan? warnWithin, bool asAgent = false)
    {
        if (only is { IsEmpty: true })
            throw new MoltbotException(ErrorCode.ProviderMissing, "Missing provider. Name the provider to look at, or none to look at all of them.");

        ProfileOverview profiles = new(context, reading.Store, warnWithin);
        string? defaultModel = !installation.AreSettingsSeen ? null : configuration.DefaultModel.Primary is { Length: > 0 } primary ? primary : models.Default.ToString();
        string[] inUse = [defaultModel ?? "", .. configuration.DefaultModel.Fallbacks, configuration.ImageModel.Primary, .. configuration.ImageModel.Fallbacks];
        bool IsWanted(string provider) => only is null || ProviderId.Parse(provider) == only;

        string[] names = [.. ProviderNames(inUse).Where(IsWanted)];
        ProviderStatus[] providers = [.. names.Select(name => StatusOf(name, profiles)).Where(provider => provider.HasAny)];
        OrderedMap<FlatList<string>> missing = MissingOf(only is { } wanted ? [wanted.Value] : MentionedProviders.Of(inUse));
        TodayStatus? today = reading.Store.IsOfToday ? new TodayStatus(context, installation, asAgent, warnWithin?.TotalMilliseconds ?? HealthSummary.DefaultWarnAfter) : null;
        MoltbotException[] errors = [.. installation.Errors.Concat(reading.Errors).DistinctBy(error => error.Message, StringComparer.Ordinal)];
        return new ModelStatus(profiles.Health(reading.Unseen is null ? names : [.. names.Where(name => profiles.Of(ProviderId.Parse(name)).Count > 0)]), context.Environment.FrontEnd)
        {
            Today = today,
            ConfigPath = context.Paths.ConfigPath,
            ConfigExists = installation.ConfigExists,
            InstallationExists = installation.Exists,
            StateDirectory = context.StateDirectory,
            Agent = context.Id.Value,
            Directory = context.Directory,
            Path = context.StorePath,
            DefaultModel = defaultModel,
            ResolvedDefault = installation.AreSettingsSeen ? models.Default.ToString() : null,
            Fallbacks = [.. configuration.DefaultModel.Fallbacks],
            ImageModel = configuration.ImageModel.Primary is { Length: > 0 } imageModel ? imageModel : null,
            ImageFallbacks = [.. configuration.ImageModel.Fallbacks],
            AliasedModels = models.Aliases,
            AllowedModels = [.. models.Allowed],
            LoginShellEnabled = installation.LoginShellEnabled,
            LoginShellVariables = [.. installation.LoginShellVariables],
            Providers = [.. providers],
            MissingBecause = today is not null ? MissingOfToday(today) : reading.Unseen is null ? missing : OrderedMap<FlatList<string>>.Empty,
            NotSeen = reading.Unseen,
            UnseenProviders = reading.Unseen is null ? [] : [.. missing.Keys],
            UnusableProfiles = [.. profiles.Unusable.Where(profile => only is null || (profile.Provider is { } provider && IsWanted(provider)))],
            Errors = [.. errors],
            Warnings = [.. installation.Warnings.Where(warning => !Array.Exists(errors, error => error.Message == warning)), .. reading.Warnings.Select(warning => warning.MessageIn(context.Environment.FrontEnd)), .. OwnWarnings(), .. ReferenceWarnings(names)],
        };
    }

    /// <summary>The providers of models that cannot be used, or of which nobody knows, each with why.</summary>
    private OrderedMap<FlatList<string>> MissingOfToday(TodayStatus today) => OrderedMap<FlatList<string>>
        .Of(today.Missing, name => name, name => [.. planner.Plan(name).Refusals])
        .Overlay(OrderedMap<FlatList<string>>.Of(today.Issues, issue => issue.Reference.Provider.Value, issue => [issue.Message.TrimEnd('.')]));

    private IEnumerable<string> ProviderNames(IEnumerable<string> inUse) =>
        MentionedProviders.In(reading.Store, configuration, [.. inUse, .. models.Allowed], context.Environment);

    /// <summary>Those of some providers that have nothing to send, each with why its profiles have not.</summary>
    private OrderedMap<FlatList<string>> MissingOf(IEnumerable<string> providers) => OrderedMap<FlatList<string>>.Of(
        providers.InLinguisticOrder(name => name).Select(PlanOf).Where(plan => !plan.HasCredential),
        plan => plan.Provider,
        plan => [.. plan.Refusals]);

    /// <summary>What a report needs of a plan, which is not kept: of thousands of profiles it would be most of what there is.</summary>
    private PlanSummary PlanOf(string name)
    {
        if (planned.TryGetValue(name, out PlanSummary? known))
            return known;

        CredentialPlan plan = planner.Plan(name);
        return planned[name] = new PlanSummary(
            plan.Provider.Value,
            plan.Keys.FirstOrDefault(candidate => !candidate.IsConfigured),
            plan.Keys.FirstOrDefault(candidate => candidate.IsConfigured),
            plan.HasCredential,
            plan.HasCredential ? [] : [.. plan.Refusals]);
    }

    private ProviderStatus StatusOf(string name, ProfileOverview profiles)
    {
        (_, PlannedCredential? key, PlannedCredential? configured, _, _) = PlanOf(name);
        return new ProviderStatus
        {
            StateDirectory = context.StateDirectory,
            Agent = context.Id.Value,
            Provider = name,
            Profiles = [.. profiles.Of(ProviderId.Parse(name))],
            AreProfilesSeen = reading.Unseen is null,
            Path = context.StorePath,
            ShortPath = UserPath.Shorten(context.StorePath, context.Environment),
            EnvironmentValue = key is null ? null : key.Mode == CredentialMode.OAuth ? ProviderStatus.OAuthInEnvironment : key.MaskedValue,
            EnvironmentSource = key?.Source,
            ConfigurationValue = configured?.MaskedValue,
            ConfigurationSource = configured is null ? null : $"{configured.Source}: {UserPath.Shorten(context.ModelsPath, context.Environment)}",
        };
    }

    /// <summary>Plain secrets that a reference wins over, and references that are none.</summary>
    private IEnumerable<string> ReferenceWarnings(string[] names)
    {
        HashSet<string> looked = names.ToHashSet(StringComparer.Ordinal);
        foreach (AuthProfile profile in reading.Store.Profiles.Where(profile => looked.Contains(EcmaScriptText.Trim(profile.ProviderName))))
        {
            if (profile.ReferenceProblem is { } problem)
                yield return problem.MessageIn(context.Environment.FrontEnd);
            if (profile.Reference is null && AuthProfile.SecretMember(profile.Kind) is not null && SecretText.IsImpossible(profile.PlainSecret.Reveal()))
                yield return $"What is stored as the secret of auth profile \"{profile.Id}\" is none that a provider accepts: something was copied along, or in its place. Import it again.";
            if (UnixTime.SecondsHint(profile.Expires) is { Length: > 0 } hint)
                yield return $"Auth profile \"{profile.Id}\" expired in 1970.{hint}";
            if (profile.Reference is { } reference && profile.HasPlainSecret)
                yield return $"Auth profile \"{profile.Id}\" has its secret at {reference}, which is used, but a plain one is left in {profile.StoredIn ?? context.StorePath}. Remove its \"{AuthProfile.SecretMember(profile.Kind)}\" there.";
        }
    }

    private IEnumerable<string> OwnWarnings()
    {
        if (models.DefaultWithoutProvider is { } model)
            yield return $"Model \"{model}\" specified without provider. Falling back to \"anthropic/{model}\". Please use \"anthropic/{model}\" in your config.";
    }

    /// <summary>What is known of a provider's credential.</summary>
    /// <param name="Provider">The provider, in its normal form.</param>
    /// <param name="Key">The environment's first key, or <see langword="null"/>.</param>
    /// <param name="Configured">The configuration's key, or <see langword="null"/>.</param>
    /// <param name="HasCredential">Whether there is something to send.</param>
    /// <param name="Refusals">Where there is nothing, why its profiles have nothing.</param>
    private sealed record PlanSummary(string Provider, PlannedCredential? Key, PlannedCredential? Configured, bool HasCredential, IReadOnlyList<string> Refusals);
}

using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Models;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Health;

/// <summary>
/// The status as the command line of a gateway of today has it (docs/gateway/later.md §4). Its check is about the models that
/// are configured: whether each has a credential that can be tried.
/// </summary>
internal sealed class TodayStatus
{
    private readonly AgentContext context;
    private readonly InstallationFacts installation;
    private readonly bool asAgent;
    private readonly double warnAfter;
    private readonly MoltbotConfiguration configuration;
    private readonly ConfiguredModels models;
    private readonly AuthProfileStore view;
    private readonly CredentialPlanner planner;
    private readonly List<TodayRouteIssue> issues = [];
    private readonly SortedSet<string> missing = new(StringComparer.Ordinal);
    private bool expiresSoon;

    public TodayStatus(AgentContext context, InstallationFacts installation, bool asAgent, double warnAfter)
    {
        this.context = context;
        this.installation = installation;
        this.asAgent = asAgent;
        this.warnAfter = warnAfter;
        configuration = context.Configuration;
        models = new ConfiguredModels(configuration);
        view = context.Reading.Store;
        planner = new CredentialPlanner(view, context.Reading.Main, configuration, context.Environment, context.Now, context.Renewals.RejectionOf);
        Own = asAgent ? configuration.Agents.FirstOrDefault(agent => agent.Id == context.Id)?.Model is { Primary.Length: > 0 } own ? own : null : null;
        Choice = Own ?? configuration.DefaultModel;
        Resolved = asAgent ? models.DefaultOf(context.Id) : models.Default;
        Providers = [.. ProviderNames().Select(name => new TodayProviderStatus(name, view, context))];
        Profiles = [.. Sorted(view.Profiles).Select(HealthOf)];
        foreach (ModelReference model in ModelsInUse().Distinct())
            Judge(model);
    }

    /// <summary>The agent's own model, where the status is of the agent and it has one.</summary>
    public ModelChoice? Own { get; }

    public ModelChoice Choice { get; }

    public ModelReference Resolved { get; }

    public IReadOnlyList<TodayProviderStatus> Providers { get; }

    public IReadOnlyList<TodayProfileHealth> Profiles { get; }

    public IReadOnlyList<TodayRouteIssue> Issues => issues;

    public IReadOnlyCollection<string> Missing => missing;

    /// <summary>0 when every configured model can be used, 1 when that is not so or not known, 2 when what is tried first for one expires soon.</summary>
    public int ExitCode => missing.Count > 0 || issues.Count > 0 ? 1 : expiresSoon ? 2 : 0;

    /// <summary>The model for small tasks, and who chose it.</summary>
    public (string? Model, string Source) Utility => configuration.UtilityModel is { Length: > 0 } configured
        ? (configured, "config")
        : Resolved.Provider.Value switch
        {
            "anthropic" => ("anthropic/claude-haiku-4-5", "provider-default"),
            "openai" => ("openai/gpt-5.6-luna", "provider-default"),
            _ => (null, "none"),
        };

    /// <summary>The profiles that are not used for a while, the soonest usable one first.</summary>
    private IEnumerable<UnusableProfile> Unusable => view.Usages.Keys
        .Where(id => view.Usages[id].IsUnusableAt(context.Now))
        .Select(id => view.Find(id) is { } profile ? new UnusableProfile(profile, view.Usages[id]) : null)
        .OfType<UnusableProfile>()
        .OrderBy(unusable => unusable.Usage.UnusableUntil!.Value);

    /// <summary>The profiles that would be tried for a provider; all of them when none would be.</summary>
    public IReadOnlyList<TodayProfileHealth> EffectiveOf(ProviderId provider)
    {
        IReadOnlyList<string> tried = CandidateOrder.Resolve(view, configuration, provider, context.Now);
        if (tried.Count == 0 && OrderBasis.Of(view, configuration, provider) is { IsOrder: true } order)
            tried = [.. order.ProfileIds.Where(id => view.Find(id) is not null)];

        return tried.Count > 0
            ? [.. tried.Select(id => HealthOf(view.Find(id)!))]
            : [.. Profiles.Where(profile => profile.Profile.Provider == provider)];
    }

    /// <summary>The providers with credentials that can expire, each with how many.</summary>
    public IEnumerable<string> ProvidersWithSignIn => Providers.Where(provider => provider.SignInCount > 0).Select(provider => $"{provider.Name} ({provider.SignInCount})");

    /// <summary>The status as JSON: the gateway's members in its order.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new() { ["configPath"] = context.Paths.ConfigPath };
        if (asAgent)
            json["agentId"] = context.Id.Value;

        json["agentDir"] = context.Directory;
        json["defaultModel"] = Choice.Primary;
        json["resolvedDefault"] = Resolved.ToString();
        json["fallbacks"] = JsonList.Of(Choice.Fallbacks);
        json["imageModel"] = configuration.ImageModel.Primary is { Length: > 0 } image ? image : null;
        json["imageFallbacks"] = JsonList.Of(configuration.ImageModel.Fallbacks);
        json["utilityModel"] = new JsonObject { ["ref"] = Utility.Model, ["source"] = Utility.Source };
        if (asAgent)
            json["modelConfig"] = new JsonObject { ["defaultSource"] = SourceOfModel, ["fallbacksSource"] = SourceOfModel };

        JsonObject aliases = [];
        foreach ((string alias, string model) in models.Aliases)
            aliases.Add(alias, model);

        json["aliases"] = aliases;
        json["allowed"] = JsonList.Of(models.Allowed);
        json["auth"] = AuthToJson();
        return json;
    }

    /// <summary>Whose the model is: the agent's own, or everybody's.</summary>
    public string SourceOfModel => Own is null ? "defaults" : "agent";

    private JsonObject AuthToJson() => new()
    {
        ["storePath"] = context.StorePath,
        ["shellEnvFallback"] = new JsonObject { ["enabled"] = installation.LoginShellEnabled, ["appliedKeys"] = JsonList.Of(installation.LoginShellVariables) },
        ["providersWithOAuth"] = JsonList.Of(ProvidersWithSignIn),
        ["missingProvidersInUse"] = JsonList.Of(missing),
        ["modelRouteIssues"] = JsonList.Of(issues, issue => issue.ToJson()),
        ["runtimeAuthRoutes"] = new JsonArray(),
        ["providers"] = JsonList.Of(Providers, provider => provider.ToJson()),
        ["unusableProfiles"] = JsonList.Of(Unusable, UnusableToJson),
        ["oauth"] = new JsonObject
        {
            ["warnAfterMs"] = warnAfter,
            ["profiles"] = JsonList.Of(Profiles, profile => profile.ToJson()),
            ["providers"] = JsonList.Of(Profiles.GroupBy(profile => profile.Profile.ProviderName, StringComparer.Ordinal), HealthToJson),
        },
    };

    private JsonObject UnusableToJson(UnusableProfile unusable)
    {
        (AuthProfile profile, ProfileUsage usage) = unusable;
        bool isDisabled = usage.IsDisabledAt(context.Now);
        string? reason = isDisabled ? usage.DisabledReason : usage.CooldownUntil > context.Now ? usage.CooldownReason : null;
        JsonObject json = new() { ["profileId"] = profile.Id, ["provider"] = profile.ProviderName, ["kind"] = isDisabled ? "disabled" : "cooldown" };
        if (reason is not null)
            json["reason"] = reason;

        json["recoveryHint"] = isDisabled ? RecoveryHint.OfDisabled(profile, reason) : RecoveryHint.OfCooldown(profile, reason);
        json["until"] = usage.UnusableUntil!.Value;
        json["remainingMs"] = usage.UnusableUntil.Value - context.Now;
        return json;
    }

    private JsonObject HealthToJson(IGrouping<string, TodayProfileHealth> provider)
    {
        IReadOnlyList<TodayProfileHealth> effective = EffectiveOf(provider.First().Profile.Provider);
        JsonObject json = new()
        {
            ["provider"] = provider.Key,
            ["status"] = HealthJson.NameOf(TodayProfileHealth.Together(effective)),
            ["profiles"] = JsonList.Of(provider, profile => profile.ToJson()),
            ["effectiveProfiles"] = JsonList.Of(effective, profile => profile.ToJson()),
        };
        if (effective.Where(profile => profile.ShownExpiry is not null).OrderBy(profile => profile.ShownExpiry!.Value).FirstOrDefault() is { ShownExpiry: { } expires })
        {
            json["expiresAt"] = expires;
            json["remainingMs"] = expires - context.Now;
        }

        return json;
    }

    private TodayProfileHealth HealthOf(AuthProfile profile) => new(profile, context.Now, warnAfter);

    /// <summary>What becomes of a model when it is asked for.</summary>
    private void Judge(ModelReference model)
    {
        ProviderId provider = ProviderId.ParseToday(model.Provider.Value);
        CredentialPlan plan = planner.Plan(provider.Value);
        PlannedCredential[] usable = [.. plan.Tried.Where(planned => planned.Unusable is null && planned.HasCredential)];
        if (usable.Any(IsCertain))
        {
            expiresSoon |= HealthOf(usable[0].Profile!) is { Status: HealthStatus.Expiring, Profile.Kind: AuthProfileKind.Token };
            return;
        }

        bool isNamed = plan.Basis.IsOrder || configuration.Profiles.Values.Any(profile => ProviderId.ParseToday(profile.Provider) == provider);
        if (usable.Length > 0)
            issues.Add(new TodayRouteIssue(model, "profile"));
        else if (plan.Keys.Count > 0 && plan.Tried.Count == 0 && !isNamed)
            return;
        else if (plan.Tried.Count > 0 || isNamed || provider.Value == "openai" || HasAnyOf(provider))
            missing.Add(provider.Value);
        else
            issues.Add(new TodayRouteIssue(model, Evidence: null));
    }

    /// <summary>Profiles of a provider that the configuration does not give to another.</summary>
    private bool HasAnyOf(ProviderId provider) => view.ProfilesOf(provider)
        .Any(profile => !configuration.Profiles.TryGetValue(profile.Id, out ConfiguredProfile? configured) || ProviderId.ParseToday(configured.Provider) == provider);

    /// <summary>Whether it is known without fetching anything that there is a credential.</summary>
    private bool IsCertain(PlannedCredential planned) => planned.Step switch
    {
        CredentialStep.NeedsSecret needed => needed.Reference.Source == Secrets.SecretReferenceSource.Environment && context.Environment.GetNonBlank(needed.Reference.Id) is not null,
        CredentialStep.None => false,
        _ => true,
    };

    private IEnumerable<ModelReference> ModelsInUse()
    {
        ModelAliases aliases = models.AliasIndex;
        string[] named = [.. Choice.Fallbacks, configuration.ImageModel.Primary, .. configuration.ImageModel.Fallbacks, Utility.Model ?? ""];
        return named.Where(name => name.Length > 0).Select(name => aliases.Resolve(name)?.Reference).OfType<ModelReference>().Prepend(Resolved);
    }

    private IEnumerable<string> ProviderNames() => view.Profiles.Select(profile => profile.ProviderName)
        .Concat(TodayVariables.Names.Where(name => EnvironmentKeys.FindAllOfToday(name, context.Environment).Any()))
        .Distinct(StringComparer.Ordinal)
        .InLinguisticOrder(name => name);

    private static IEnumerable<AuthProfile> Sorted(IEnumerable<AuthProfile> profiles) => profiles.InLinguisticOrder(profile => profile.Id).InLinguisticOrder(profile => profile.ProviderName);

    /// <summary>The status as text, without the end of its last line.</summary>
    public string ToText()
    {
        List<string> lines = [];
        string source = asAgent ? $" ({SourceOfModel})" : "";
        string image = asAgent ? " (defaults)" : "";
        lines.Add(Field("Config", Shorten(context.Paths.ConfigPath)));
        lines.Add(Field("Agent dir", Shorten(context.Directory)));
        lines.Add(Field($"Default{source}", Resolved.ToString() == Choice.Primary ? Choice.Primary : $"{Resolved} (from {Choice.Primary})"));
        lines.Add(List("Fallbacks", Choice.Fallbacks, source));
        lines.Add(Field("Utility model", Utility.Model is null ? "-" : Utility.Source == "provider-default" ? $"{Utility.Model} (provider default)" : Utility.Model));
        lines.Add(Field($"Image model{image}", configuration.ImageModel.Primary is { Length: > 0 } model ? model : "-"));
        lines.Add(List("Image fallbacks", configuration.ImageModel.Fallbacks, image));
        lines.Add(List("Aliases", [.. models.Aliases.Select(alias => $"{alias.Key} -> {alias.Value}")]));
        lines.Add(List("Allowed models", models.Allowed, whenEmpty: "all"));
        lines.Add("");
        lines.Add("Auth overview");
        lines.Add(Field("Auth store", Shorten(context.StorePath)));
        lines.Add(Field("Shell env", (installation.LoginShellEnabled ? "on" : "off") + (installation.LoginShellVariables.Count == 0 ? "" : $" (applied: {string.Join(", ", installation.LoginShellVariables)})")));
        lines.Add(List("Providers w/ OAuth/tokens", [.. ProvidersWithSignIn]));
        lines.AddRange(Providers.Select(provider => provider.ToLine()));
        AddSection(lines, "Model route issues", issues.Select(issue => $"- {issue.Model} [indeterminate] {issue.Message}"));
        AddSection(lines, "Missing auth", missing.Select(provider => $"- {provider} Run `openclaw models auth login --provider {provider}`, `openclaw configure`, or set an API key env var."));
        AddSection(lines, "Unavailable auth profiles", Unusable.Select(UnusableToLine));
        AddSection(lines, "OAuth/token status", SignInLines().DefaultIfEmpty("- none"));
        return string.Join('\n', lines);
    }

    private string UnusableToLine(UnusableProfile unusable)
    {
        (AuthProfile profile, ProfileUsage usage) = unusable;
        JsonObject json = UnusableToJson(unusable);
        string reason = json["reason"] is { } given ? $":{given.GetValue<string>()}" : "";
        return $"- {profile.Id} ({profile.ProviderName}) {json["kind"]!.GetValue<string>()}{reason} ({DurationText.Remaining(usage.UnusableUntil - context.Now)}) — {json["recoveryHint"]!.GetValue<string>()}";
    }

    private IEnumerable<string> SignInLines()
    {
        foreach (IGrouping<string, TodayProfileHealth> provider in Profiles.Where(profile => profile.Profile.Kind != AuthProfileKind.ApiKey).GroupBy(profile => profile.Profile.ProviderName, StringComparer.Ordinal))
        {
            yield return $"- {provider.Key}";
            foreach (TodayProfileHealth profile in provider)
                yield return $"  - {profile.ToText()}";
        }
    }

    private static void AddSection(List<string> lines, string heading, IEnumerable<string> items)
    {
        string[] all = [.. items];
        if (all.Length == 0)
            return;

        lines.Add("");
        lines.Add(heading);
        lines.AddRange(all);
    }

    private static string Field(string name, string value) => $"{name.PadRight(14)}: {value}";

    private static string List(string name, IReadOnlyList<string> items, string source = "", string whenEmpty = "-") =>
        Field(string.Create(PlainNumbers.Format, $"{name} ({items.Count}){source}"), items.Count == 0 ? whenEmpty : string.Join(", ", items));

    private string Shorten(string path) => UserPath.Shorten(path, context.Environment);

    /// <summary>A profile that is not used for a while, and why.</summary>
    private sealed record UnusableProfile(AuthProfile Profile, ProfileUsage Usage);
}

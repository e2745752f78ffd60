using Moltbot.Core.Configuration;
using Moltbot.Core.Errors;
using Moltbot.Core.Models;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Health;

/// <summary>
/// Finds out what stands between a model that is named and its use. The gateway knows models of its own, so a model is
/// unknown only where a file lists all of its provider, or where it is a slip away from one that is known.
/// </summary>
internal sealed class ModelReview
{
    private readonly AgentContext context;
    private readonly ModelCatalog catalog;
    private readonly ConfiguredModels models;
    private readonly ModelAliases aliases;
    private readonly string[] known;

    public ModelReview(AgentContext context)
    {
        this.context = context;
        catalog = ModelCatalog.Read(context.Configuration, context.ModelsPath);
        models = new ConfiguredModels(context.Configuration);
        aliases = models.AliasIndex;
        known =
        [
            .. Configured().Concat(catalog.Models.Select(model => model.Key))
                .Concat(ApiKeyProvider.All.SelectMany(provider => provider.Models.Select(model => $"{provider.Provider}/{model.Id}")))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>The warnings about a model; none when nothing is known against it.</summary>
    public IReadOnlyList<string> WarningsOf(ModelReference model, string typed) =>
        [.. new[] { Unknown(model, EcmaScriptText.Trim(typed)) ?? WithoutCredential(model.Provider) }.OfType<string>()];

    /// <summary>The error about a model that is not listed, with those that may be meant.</summary>
    public MoltbotException NotListed(string typed)
    {
        Advice hint = known.Contains(typed, StringComparer.Ordinal) ? (Advice)$"{NextSteps.ListAllModels} lists it." : NearName.Hint(typed, Names) ?? (Advice)$"{NextSteps.ListModels} shows what there is.";
        return new MoltbotException(ErrorCode.ModelNotFound, $"No model \"{typed}\" is listed. {hint}") { Subject = typed };
    }

    private IEnumerable<string> Configured()
    {
        ModelChoice image = context.Configuration.ImageModel;
        string[] written = [.. models.FallbacksOf(context.Id), .. context.Configuration.DefaultModel.Fallbacks, image.Primary, .. image.Fallbacks];
        return new[] { models.Default, models.DefaultOf(context.Id) }
            .Concat(models.AllowedReferences)
            .Concat(written.Select(text => aliases.Resolve(text)?.Reference).OfType<ModelReference>())
            .Select(model => model.ToString());
    }

    private IEnumerable<string> Names => aliases.Effective.Select(alias => alias.Name).Concat(known);

    private string? Unknown(ModelReference model, string typed)
    {
        string key = model.ToString();
        if (!IsKnown(model.Provider))
            return $"No provider {model.Provider} is known, so the gateway cannot use {key}.{DidYouMean(ProviderCatalog.Similar(model.Provider, ProviderNames))}";
        if (known.Contains(key, StringComparer.Ordinal))
            return null;
        if (!typed.Contains('/', StringComparison.Ordinal) && aliases.Find(typed) is null)
            return $"\"{typed}\" is no alias, so it means {key}, which no file describes.{DidYouMean(NearName.Find(typed, Names))}";
        if (catalog.Lists(model.Provider))
            return $"{key} is not among the models of {model.Provider} that are known.{DidYouMean(NearName.Find(key, known))}";

        string[] slips = [.. known.Where(other => NearName.IsSlip(key, other))];
        return slips.Length == 0 ? null : $"No file describes {key}.{DidYouMean(slips)}";
    }

    /// <summary>What could not be read is not called missing.</summary>
    private string? WithoutCredential(ProviderId provider)
    {
        if (context.Reading.Errors.Count > 0 || context.Reading.Unseen is not null)
            return null;

        CredentialPlan plan = new CredentialPlanner(context).Plan(provider.Value);
        Advice advice = $"There is no credential for {provider}, so it cannot be used yet. {NextSteps.ImportApiKeyOf(provider.Value)} stores one.";
        return plan.HasCredential || plan.Sdk is not null ? null : advice.In(context.Environment.FrontEnd);
    }

    private IEnumerable<string> ProviderNames => ProviderCatalog.Ids.Select(id => id.Value).Concat(context.Configuration.ProviderNames);

    private bool IsKnown(ProviderId provider) => ProviderNames.Any(name => ProviderId.Parse(name) == provider) || catalog.Lists(provider);

    private static string DidYouMean(IReadOnlyList<string> names) => names.Count == 0 ? "" : $" Did you mean {string.Join(" or ", names)}?";
}

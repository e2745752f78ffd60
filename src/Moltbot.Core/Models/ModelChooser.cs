using Moltbot.Core.Configuration;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Models;

/// <summary>
/// Finds the model that somebody means, with what an installation's files know. Of a provider whose models no file lists,
/// and where nothing is forbidden, a full reference is taken as it is written.
/// </summary>
internal sealed class ModelChooser(MoltbotConfiguration configuration, ConfiguredModels models, ModelReference @default, ModelCatalog catalog, AgentId agent)
{
    private readonly ModelAliases aliases = models.AliasIndex;

    /// <summary>The model that a text selects.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.AliasAmbiguous"/>, <see cref="ErrorCode.ModelNotFound"/> or <see cref="ErrorCode.ModelNotAllowed"/>.</exception>
    public SelectedModel Choose(string text)
    {
        RefuseAmbiguous(text, aliases);
        AllowedModels allowed = new(configuration, Known(), @default, agent);
        return allowed.AllowsAny && FullReference(text) is { } reference && IsTakenAsWritten(reference.Provider)
            ? new SelectedModel(reference, reference == @default, aliases.Of(reference.ToString()) is [string alias, ..] ? alias : null)
            : new ModelSelector(allowed, aliases, @default).Select(text);
    }

    /// <summary>Makes sure that a text is no alias of two models, of which the gateway would silently take the later.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.AliasAmbiguous"/>, naming both.</exception>
    public static void RefuseAmbiguous(string text, ModelAliases aliases)
    {
        string alias = EcmaScriptText.Trim(text);
        if (aliases.Meanings(alias) is [_, _, ..] meanings)
        {
            throw MoltbotException.About(alias, ErrorCode.AliasAmbiguous,
                $"The alias \"{alias}\" stands for {string.Join(" and ", meanings)}. Write which one is meant, or remove the alias of the other.");
        }
    }

    private IEnumerable<string> Known() => catalog.Models.Select(model => model.Key)
        .Concat(models.AllowedReferences.Select(model => model.ToString()))
        .Concat(new[] { configuration.ImageModel.Primary }.Concat(configuration.DefaultModel.Fallbacks).Concat(configuration.ImageModel.Fallbacks)
            .Select(reference => aliases.Resolve(reference)?.Reference.ToString())
            .OfType<string>());

    private static ModelReference? FullReference(string text) => text.Contains('/', StringComparison.Ordinal) ? ModelReference.Parse(text) : null;

    private bool IsTakenAsWritten(ProviderId provider) =>
        !catalog.Lists(provider)
        && (ProviderCatalog.Ids.Contains(provider) || configuration.ProviderNames.Any(name => ProviderId.Parse(name) == provider));
}

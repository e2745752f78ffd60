using Moltbot.Core.Configuration;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Selection;

/// <summary>The providers that anything of an installation mentions.</summary>
internal static class MentionedProviders
{
    /// <summary>The providers whose environment keys count even where nothing else mentions them.</summary>
    private static readonly string[] OfEnvironment =
    [
        "anthropic", "github-copilot", "google-vertex", "openai", "google", "groq", "cerebras", "xai", "openrouter", "zai", "mistral", "synthetic",
    ];

    /// <summary>Every provider that anything mentions, sorted, in the spelling of whoever mentions it.</summary>
    /// <param name="view">The agent's view.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="references">The models that are named, as they are written.</param>
    /// <param name="environment">The environment after everything that adds to it.</param>
    public static IEnumerable<string> In(AuthProfileStore view, MoltbotConfiguration configuration, IEnumerable<string> references, ProcessEnvironment environment) =>
        view.Profiles.Select(profile => profile.ProviderName)
            .Concat(configuration.ProviderNames.Select(EcmaScriptText.Trim))
            .Concat(Of(references))
            .Concat(OfEnvironment.Where(name => EnvironmentKeys.Find(ProviderId.Parse(name), environment) is not null))
            .Select(EcmaScriptText.Trim)
            .Where(name => name.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .InLinguisticOrder(name => name);

    /// <summary>The providers of models.</summary>
    /// <param name="references">The models, as they are written.</param>
    public static IEnumerable<string> Of(IEnumerable<string> references) => references
        .Select(reference => ModelReference.Parse(reference))
        .OfType<ModelReference>()
        .Select(reference => reference.Provider.Value)
        .Distinct(StringComparer.Ordinal);
}

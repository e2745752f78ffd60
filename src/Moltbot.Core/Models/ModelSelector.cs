using Moltbot.Core.Errors;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Models;

/// <summary>Finds the model that somebody means, as the gateway does for <c>/model</c> in a chat (docs/gateway/sessions.md §4).</summary>
/// <param name="allowed">The models to choose from.</param>
/// <param name="aliases">Their aliases.</param>
/// <param name="default">The default model; its provider is the one of models that are named without any.</param>
internal sealed class ModelSelector(AllowedModels allowed, ModelAliases aliases, ModelReference @default)
{
    private const int LeastScore = 120;
    private const int LeastScoreWithinProvider = 90;
    private static readonly Advice Hint = $"Name a model as provider/model, or by its alias; {NextSteps.ListModels} shows what there is.";

    /// <summary>The model that a text names exactly, by an alias, or well enough.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ModelNotFound"/> or <see cref="ErrorCode.ModelNotAllowed"/>.</exception>
    public SelectedModel Select(string text)
    {
        string trimmed = EcmaScriptText.Trim(text);
        if (trimmed.Length > 0 && trimmed.All(char.IsAsciiDigit))
            throw NotFound(trimmed, "a number selects no model");

        ModelAlias? exact = aliases.Resolve(trimmed, @default.Provider.Value);
        if (exact is not null && (allowed.Keys.Count == 0 || allowed.Contains(exact.Reference)))
            return new SelectedModel(exact.Reference, exact.Reference == @default, exact.Name.Length > 0 ? exact.Name : null);

        return (exact is null ? null : WithinProvider(trimmed))
            ?? Guess(trimmed, provider: null)
            ?? throw (exact is null ? NotFound(trimmed, "it is no model reference") : NotAllowed(exact.Reference));
    }

    /// <summary>The model that a text names, without any guessing.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ModelNotFound"/> or <see cref="ErrorCode.ModelNotAllowed"/>.</exception>
    public ModelReference Resolve(string text)
    {
        ModelReference model = aliases.Resolve(text, @default.Provider.Value)?.Reference ?? throw NotFound(text, "it is no model reference");
        return allowed.Allows(model) ? model : throw NotAllowed(model);
    }

    private SelectedModel? WithinProvider(string text) => text.IndexOf('/', StringComparison.Ordinal) is >= 0 and int slash
        ? Guess(text[(slash + 1)..], ProviderId.Parse(text[..slash]))
        : null;

    private SelectedModel? Guess(string text, ProviderId? provider)
    {
        string fragment = EcmaScriptText.ToLower(EcmaScriptText.Trim(text));
        if (fragment.Length == 0)
            return null;

        FuzzyModelMatch? best = FuzzyModelMatch.Sort(Candidates(provider)
            .Select(model => new FuzzyModelMatch(model.Provider, model.Model, fragment, aliases.Of($"{model.Provider}/{model.Model}"), @default)))
            .FirstOrDefault();
        return best is not null && best.Score >= (provider is null ? LeastScore : LeastScoreWithinProvider) ? Selected(best) : null;
    }

    private IEnumerable<(string Provider, string Model)> Candidates(ProviderId? only)
    {
        foreach (string key in allowed.Keys)
        {
            int slash = key.IndexOf('/', StringComparison.Ordinal);
            string provider = slash > 0 ? ProviderId.Parse(key[..slash]).Value : "";
            if (slash > 0 && (only is null || provider == only.Value))
                yield return (provider, key[(slash + 1)..]);
        }
    }

    private SelectedModel Selected(FuzzyModelMatch match) => new(
        new ModelReference(ProviderId.Parse(match.Provider), match.Model),
        match.IsDefault,
        aliases.Of(match.Key) is [string first, ..] ? first : null);

    private MoltbotException NotFound(string text, string reason) =>
        new(ErrorCode.ModelNotFound, $"Unrecognized model \"{text}\": {reason}. {HintFor(text)}") { Subject = text };

    private MoltbotException NotAllowed(ModelReference model) =>
        new(ErrorCode.ModelNotAllowed, $"Model \"{model}\" is not allowed. {HintFor(model.ToString())}") { Subject = model.ToString() };

    private Advice HintFor(string text) => NearName.Hint(text, aliases.Effective.Select(alias => alias.Name).Concat(allowed.Keys)) is { } near ? (Advice)$"{near} {Hint}" : Hint;
}

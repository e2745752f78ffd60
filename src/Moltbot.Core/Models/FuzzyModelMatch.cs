using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Models;

/// <summary>How well a model fits a piece of a name that somebody typed (docs/gateway/sessions.md §4.1).</summary>
internal sealed class FuzzyModelMatch
{
    private const int MostTypingErrors = 3;

    private static readonly string[] VariantWords = ["lightning", "preview", "mini", "fast", "turbo", "lite", "beta", "small", "nano"];

    public FuzzyModelMatch(string provider, string model, string fragment, IEnumerable<string> aliases, ModelReference @default)
    {
        Provider = provider;
        Model = model;
        IsDefault = provider == @default.Provider.Value && model == @default.Model;
        string name = EcmaScriptText.ToLower(model);
        string[] variants = [.. VariantWords.Where(word => name.Contains(word, StringComparison.Ordinal))];
        string[] wanted = [.. VariantWords.Where(word => fragment.Contains(word, StringComparison.Ordinal))];
        VariantCount = variants.Length;
        VariantMatches = wanted.Count(word => name.Contains(word, StringComparison.Ordinal));
        Score = Fit($"{provider}/{name}", fragment, 220, 140, 110)
            + Fit(provider, fragment, 180, 120, 90)
            + Fit(name, fragment, 160, 110, 80)
            + Closeness(fragment, name)
            + aliases.Sum(alias => Fit(EcmaScriptText.ToLower(alias), fragment, 140, 90, 60))
            + (name.StartsWith(provider, StringComparison.Ordinal) ? 30 : 0)
            + VariantScore(wanted.Length)
            + (IsDefault ? 20 : 0);
    }

    public string Provider { get; }

    public string Model { get; }

    public string Key => $"{Provider}/{Model}";

    public int Score { get; }

    public bool IsDefault { get; }

    /// <summary>How many words that stand for a variant the model has.</summary>
    public int VariantCount { get; }

    /// <summary>How many of them were typed.</summary>
    public int VariantMatches { get; }

    /// <summary>The matches, the best one first.</summary>
    public static IEnumerable<FuzzyModelMatch> Sort(IEnumerable<FuzzyModelMatch> matches) => matches
        .InLinguisticOrder(match => match.Key)
        .OrderByDescending(match => match.Score)
        .ThenByDescending(match => match.IsDefault)
        .ThenByDescending(match => match.VariantMatches)
        .ThenBy(match => match.VariantCount)
        .ThenBy(match => match.Model.Length);

    private static int Fit(string name, string fragment, int exact, int start, int part) =>
        name == fragment ? exact :
        name.StartsWith(fragment, StringComparison.Ordinal) ? start :
        name.Contains(fragment, StringComparison.Ordinal) ? part :
        0;

    private static int Closeness(string fragment, string name) =>
        name.Length > 0 && Math.Abs(fragment.Length - name.Length) <= MostTypingErrors
            ? Math.Max(0, MostTypingErrors - EditDistance.Between(fragment, name)) * 70
            : 0;

    private int VariantScore(int wanted) =>
        wanted == 0 ? VariantCount * -30 :
        VariantMatches > 0 ? VariantMatches * 40 :
        -20;
}

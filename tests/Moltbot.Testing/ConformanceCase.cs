using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Moltbot.Testing;

/// <summary>One recorded input and what came out of the reference. Both are fresh copies, free to be changed.</summary>
public sealed partial record ConformanceCase(string Id, string Kind, JsonObject Input, JsonObject Expected)
{
    /// <summary>Skips a case with a sign that Wine treats otherwise than ICU: one of two surrogates, or the Kelvin sign.</summary>
    public void NeedsLanguages()
    {
        if (OtherInWine().IsMatch(JsonDifference.Show(Input)))
            Wine.Lacks(Wine.Languages);
    }

    public override string ToString() => Id;

    [GeneratedRegex(@"\\u(212A|D[89AB])")]
    private static partial Regex OtherInWine();
}

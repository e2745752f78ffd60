using System.Text.Json.Nodes;

namespace Moltbot.Testing;

/// <summary>One recorded input and what came out of the reference. Both are fresh copies, free to be changed.</summary>
public sealed record ConformanceCase(string Id, string Kind, JsonObject Input, JsonObject Expected)
{
    /// <summary>Skips a case with letters beyond ASCII where the rules of languages are not those of Windows.</summary>
    public void NeedsLanguages()
    {
        if (JsonDifference.Show(Input).Contains(@"\u", StringComparison.Ordinal))
            Wine.Lacks(Wine.Languages);
    }

    public override string ToString() => Id;
}

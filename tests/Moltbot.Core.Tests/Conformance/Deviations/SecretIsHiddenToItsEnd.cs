using System.Text.RegularExpressions;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// In the short redaction a named secret ends at white space or at a quote. The reference lets it end at the first "s"
/// and go on over blanks, so that the rest of the secret stays readable and what follows a short one does not.
/// </summary>
internal sealed class SecretIsHiddenToItsEnd : Deviation
{
    private const string Recorded = """[^"\\s]+""";
    private const string Ours = """[^"\s\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF]+""";

    public override IReadOnlyList<string> Kinds => ["redact"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        string text = recorded.Input.Text("text")!;
        string shown = recorded.Expected.Text("text")!;
        if (recorded.Input.Text("fn") != "secrets" || Hide(text, Recorded) != shown)
            return false;

        string ours = Hide(text, Ours);
        recorded.Expected["text"] = ours;
        return ours != shown;
    }

    /// <summary>The reference's three passes with one or the other form of a value.</summary>
    private static string Hide(string text, string value)
    {
        string named = Regex.Replace(
            text,
            $"""\b((?:access[_-]?token|refresh[_-]?token|token|password|secret|api[_-]?key)\b\s*[:=]\s*"?){value}""",
            "$1***",
            RegexOptions.IgnoreCase | RegexOptions.ECMAScript);
        string bearer = Regex.Replace(named, @"\bBearer\s+[A-Za-z0-9._-]+\b", "Bearer ***", RegexOptions.ECMAScript);
        return Regex.Replace(bearer, @"\bsk-[A-Za-z0-9]{10,}\b", "sk-***", RegexOptions.ECMAScript);
    }
}

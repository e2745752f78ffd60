using System.Text.RegularExpressions;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>A control character in a syntax error is shown by its number. The reference shows some as they are.</summary>
internal sealed partial class ControlCharactersAreVisible : Deviation
{
    public override IReadOnlyList<string> Kinds => ["json5"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        string message = recorded.Expected.Text("message") ?? "";
        string ours = ControlCharacter().Replace(message, match => $@"\x{(int)match.Value[0]:x2}");
        if (ours == message)
            return false;

        recorded.Expected["message"] = ours;
        return true;
    }

    [GeneratedRegex(@"[\x7F-\x9F]")]
    private static partial Regex ControlCharacter();
}

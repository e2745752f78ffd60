using System.Text.RegularExpressions;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>A character in a syntax error that cannot be seen is shown by its number. The reference shows some as they are.</summary>
internal sealed partial class ControlCharactersAreVisible : Deviation
{
    public override IReadOnlyList<string> Kinds => ["json5"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        string message = recorded.Expected.Text("message") ?? "";
        string ours = Invisible().Replace(message, match => match.Value[0] < 0xA0 ? $@"\x{(int)match.Value[0]:x2}" : $@"\u{(int)match.Value[0]:x4}");
        if (ours == message)
            return false;

        recorded.Expected["message"] = ours;
        return true;
    }

    [GeneratedRegex(@"[\x7F-\x9F]|\p{Cf}")]
    private static partial Regex Invisible();
}

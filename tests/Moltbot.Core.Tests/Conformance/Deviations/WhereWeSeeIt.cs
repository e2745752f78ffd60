using Moltbot.Core.Json5;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// The reference ends a line at LF only, reports a line break that is out of place as column 0 of the line after it,
/// and a character of two UTF-16 units by its second. We report where the character begins, in lines as JSON5 has them.
/// </summary>
internal sealed class WhereWeSeeIt : Deviation
{
    public override IReadOnlyList<string> Kinds => ["json5"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (!recorded.Expected.ContainsKey("error"))
            return false;

        int line = recorded.Expected["line"]!.GetValue<int>();
        int column = recorded.Expected["column"]!.GetValue<int>();
        Json5Position ours = Find(recorded.Input.Text("text")!, line, column);
        recorded.Expected["line"] = ours.Line;
        recorded.Expected["column"] = ours.Column;
        return (ours.Line, ours.Column) != (line, column);
    }

    private static Json5Position Find(string text, int line, int column)
    {
        int offset = column - 1;
        for (int lineStart = 0; line > 1; line--)
        {
            int length = text.IndexOf('\n', lineStart) + 1 - lineStart;
            lineStart += length;
            offset += length;
        }

        bool isSecondUnit = offset > 0 && offset < text.Length && char.IsSurrogatePair(text, offset - 1);
        return Json5Position.Of(text, isSecondUnit ? offset - 1 : offset);
    }
}

using System.Runtime.InteropServices;

namespace Moltbot.Core.Json5;

/// <summary>A stretch of a document's text, in UTF-16 units.</summary>
/// <param name="Start">The offset of the first unit.</param>
/// <param name="Length">How many units it covers.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Json5Span(int Start, int Length)
{
    /// <summary>The offset just behind the last unit.</summary>
    public int End => Start + Length;

    /// <summary>The span from one offset up to, but not including, another.</summary>
    public static Json5Span FromBounds(int start, int end) => new(start, end - start);
}

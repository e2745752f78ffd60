using System.Globalization;

namespace Moltbot.Core.Text;

/// <summary>Numbers as files and programs write them.</summary>
public static class PlainNumbers
{
    /// <summary>
    /// What the invariant culture has for numbers. That culture itself loads the rules of all languages, which takes a
    /// quarter of a short run of the native executable.
    /// </summary>
    public static NumberFormatInfo Format { get; } = new();
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using Moltbot.Core.Text;

namespace Moltbot.Core.Errors;

/// <summary>
/// A text for people that may tell what to do next, which each front end says in its own words. It is written as an
/// interpolated string, with a <see cref="NextStep"/> where the words differ.
/// </summary>
[InterpolatedStringHandler]
public sealed class Advice
{
    private readonly List<object> parts;

    /// <summary>Begins an interpolated string.</summary>
    /// <param name="literalLength">How long the texts between the values are.</param>
    /// <param name="formattedCount">How many values there are.</param>
    public Advice(int literalLength, int formattedCount) => parts = new List<object>((2 * formattedCount) + Math.Min(literalLength, 1));

    /// <summary>A text that is the same in all front ends.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator Advice?(string? text) => FromString(text);

    /// <summary>A text that is the same in all front ends.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    internal static Advice? FromString(string? text)
    {
        if (text is null)
            return null;

        Advice advice = new(text.Length, 0);
        advice.AppendLiteral(text);
        return advice;
    }

    /// <summary>Adds a text.</summary>
    public void AppendLiteral(string value) => parts.Add(value);

    /// <summary>Adds a value. A step and a text with steps keep theirs.</summary>
    public void AppendFormatted<T>(T value)
    {
        switch (value)
        {
            case null:
                break;
            case NextStep step:
                parts.Add(step);
                break;
            case Advice text:
                parts.AddRange(text.parts);
                break;
            case string text:
                parts.Add(text);
                break;
            case int number:
                parts.Add(number.ToString(PlainNumbers.Format));
                break;
            default:
                parts.Add(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
                break;
        }
    }

    /// <summary>Adds a value in a format.</summary>
    public void AppendFormatted<T>(T value, string format)
        where T : IFormattable => parts.Add(value.ToString(format, CultureInfo.InvariantCulture));

    /// <summary>The text in a front end's words.</summary>
    public string In(FrontEnd frontEnd) => string.Concat(parts.Select(part => part is NextStep step ? step.In(frontEnd) : (string)part));

    /// <summary>The text in the command line's words.</summary>
    public override string ToString() => In(FrontEnd.CommandLine);
}

namespace Moltbot.Core.Configuration.EnvironmentFiles;

/// <summary>
/// The ways to write a value in a <c>.env</c> file. Not every way suits every value and every place, so whoever uses one
/// reads it back.
/// </summary>
internal static class DotEnvQuoting
{
    private const string NeverSpecial = "_./:@%+=,-";

    /// <summary>The ways that are worth a try, the best first.</summary>
    /// <param name="value">The value.</param>
    /// <param name="preferred">The quote that stands there already, or <see langword="null"/>.</param>
    public static IEnumerable<string> Ways(string value, char? preferred)
    {
        if (preferred is { } quote && !value.Contains(quote))
            yield return Quote(value, quote);
        if (value.Length > 0 && value.All(IsPlain))
            yield return value;

        char[] quotes = value.AsSpan().IndexOfAny('\r', '\n') >= 0 ? ['"', '\'', '`'] : ['\'', '"', '`'];
        foreach (char free in quotes.Where(candidate => !value.Contains(candidate)))
            yield return Quote(value, free);

        // dotenv takes these too, but not every other reader.
        foreach (char used in quotes.Where(value.Contains))
            yield return Quote(value, used);
        yield return value;
    }

    /// <summary>Whether neither dotenv nor a shell or systemd, which may read the same file, sees anything but the character in it.</summary>
    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || NeverSpecial.Contains(c);

    /// <summary>Between double quotes line ends have names; nothing else has, not even a backslash.</summary>
    private static string Quote(string value, char quote) => quote == '"'
        ? $"\"{value.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal)}\""
        : $"{quote}{value}{quote}";
}

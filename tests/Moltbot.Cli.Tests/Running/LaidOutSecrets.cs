using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Running;

/// <summary>
/// What must not be shown of a test's files and environment: the value of everything that is named like a secret, whether
/// the file can be parsed or not.
/// </summary>
internal sealed partial class LaidOutSecrets
{
    /// <summary>A shorter one may stand in a path or a word by chance.</summary>
    private const int ShortestTold = 6;

    private readonly SearchValues<string> values;

    private LaidOutSecrets(IEnumerable<string> values) => this.values = SearchValues.Create([.. values], StringComparison.Ordinal);

    /// <summary>The secrets in the files below a home directory and in variables.</summary>
    public static LaidOutSecrets Of(TemporaryHome home, IEnumerable<KeyValuePair<string, string>> variables) => new(home.Files().Values
        .Select(Encoding.UTF8.GetString)
        .Concat(variables.Select(variable => $"{variable.Key}={variable.Value}"))
        .SelectMany(In)
        .Where(value => value.Length >= ShortestTold)
        .Distinct(StringComparer.Ordinal));

    /// <summary>The secrets in a text of any format.</summary>
    public static IEnumerable<string> In(string text) => Assignment().Matches(text)
        .Select(match => match.Groups["value"].Value.Trim())
        .Where(value => value.Length > 0 && !value.StartsWith("${", StringComparison.Ordinal));

    /// <summary>Says that none of them occurs whole in a text.</summary>
    public void ShouldNotBeIn(string text)
    {
        int index = text.AsSpan().IndexOfAny(values);
        if (index >= 0)
            Assert.Fail($"A secret is shown: …{text[Math.Max(0, index - 40)..Math.Min(text.Length, index + 80)]}…");
    }

    /// <summary>A name that ends like one of a secret, a colon or an equals sign, and what follows, in quotes or not.</summary>
    [GeneratedRegex("""(?:key|token|access|refresh|secret|password)["']?\s*[:=]\s*(?:"(?<value>[^"\n]*)"|'(?<value>[^'\n]*)'|(?<value>[^"'\s,}\]]+))""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Assignment();
}

using System.Collections;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Moltbot.PowerShell.Transformation;

/// <summary>
/// Takes what belongs to no parameter, and keeps of it only the reason for which it is refused: it may be a secret, and
/// PowerShell's own error would carry it into <c>$Error</c> and transcripts. Names of parameters are repeated.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed partial class NothingAttribute : ArgumentTransformationAttribute
{
    private const int ShortestSecret = 8;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        object?[] given = [.. value as IList ?? (value is null ? [] : new[] { value })];
        if (given.Length == 0)
            return inputData;

        string reason = given.Select(NameIn).OfType<string>().FirstOrDefault() is { } name
            ? $"There is no parameter {name} here. Get-Help shows those that there are."
            : "There is more here than the parameters take. It is not repeated, because it may be a secret, and those must not stand on the command line: the history of the session and transcripts would keep it. Get-Help shows the parameters. If this was a real secret, it is best replaced.";
        // A mistake that has no secret is told at once. Else the binder comes first, which may ask for what is missing.
        return Array.TrueForAll(given, IsHarmless) ? throw new ArgumentTransformationMetadataException(reason) : new object[] { new Refusal(reason) };
    }

    private static bool IsHarmless(object? argument) => NameIn(argument) is not null
        || (argument is PSObject wrapped ? wrapped.BaseObject : argument) is null or bool or SwitchParameter or string { Length: < ShortestSecret };

    private static string? NameIn(object? argument) =>
        (argument is PSObject wrapped ? wrapped.BaseObject : argument) is string text && ParameterName().Match(text) is { Success: true } name ? name.Value : null;

    /// <summary>What somebody types who means a parameter: a dash and letters, and no word as long as a secret.</summary>
    [GeneratedRegex("^-[A-Za-z]{1,24}(?=:?$)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ParameterName();
}

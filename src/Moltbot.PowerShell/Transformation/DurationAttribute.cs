using System.Globalization;
using System.Management.Automation;
using Moltbot.Core.Text;

namespace Moltbot.PowerShell.Transformation;

/// <summary>
/// Lets a <see cref="TimeSpan"/> parameter take durations as the gateway writes them: <c>12h</c>, <c>2d</c>, <c>90m</c>,
/// or a number alone, of hours unless another unit is named. The .NET notation, <c>1.12:00:00</c>, is understood too.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationAttribute(string defaultUnit = "h") : ArgumentTransformationAttribute
{
    /// <summary>The unit of a number alone.</summary>
    public string DefaultUnit { get; } = defaultUnit;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is null)
            return null;

        // PowerShell reads 2d as the decimal number two; only the conversion to text remembers how it was written.
        string text = LanguagePrimitives.ConvertTo<string>(inputData);
        TimeSpan? duration = value as TimeSpan? ?? Parse(text);
        if (duration is { } time && time >= TimeSpan.Zero)
            return time;

        return SecretShape.IsLike(text) ? Refusal.NoDuration : throw new ArgumentTransformationMetadataException(Explain($"\"{text}\""));
    }

    /// <summary>Why something is refused.</summary>
    internal static string Explain(string something) => $"{something} is not a duration. Use a number with ms, s, m, h or d, for instance 12h, or a TimeSpan.";

    private TimeSpan? Parse(string text) =>
        DurationText.Parse(text, DefaultUnit)
            ?? (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) ? time : null);
}

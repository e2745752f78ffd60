using System.Security;

namespace Moltbot.PowerShell.Transformation;

/// <summary>
/// What stands in the place of an argument that a cmdlet refuses as it begins. A transformation that throws would have the binder
/// quote the line of the script, and with it what may be a secret.
/// </summary>
/// <param name="reason">Why it is refused, without what it was.</param>
internal sealed class Refusal(string reason)
{
    /// <summary>In the place of plain text where a secure string belongs.</summary>
    public static readonly SecureString PlainText = Closed();

    /// <summary>In the place of a text that is no duration, and may be a secret. No argument that is accepted is negative.</summary>
    public static readonly TimeSpan NoDuration = TimeSpan.MinValue;

    /// <summary>Why an argument is refused, or <see langword="null"/>.</summary>
    public static string? Of(object? bound) => bound switch
    {
        object[] items => items.OfType<Refusal>().FirstOrDefault()?.Reason,
        TimeSpan duration when duration == NoDuration => DurationAttribute.Explain("This"),
        _ => null,
    };

    /// <summary>Whether an argument is plain text where a secure string belongs.</summary>
    public static bool IsPlainText(object? bound) => ReferenceEquals(bound, PlainText);

    private string Reason => reason;

    private static SecureString Closed()
    {
        SecureString secret = new();
        secret.MakeReadOnly();
        return secret;
    }
}

namespace Moltbot.Core.Importing;

/// <summary>Something that stands between a credential that was put in and its use.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Message">A sentence that says so and what to do about it.</param>
public sealed record ImportNote(ImportNoteKind Kind, string Message)
{
    /// <summary>Always the message.</summary>
    public override string ToString() => Message;
}

namespace Moltbot.Core.Importing;

/// <summary>Something that stands between a credential that was put in and its use.</summary>
/// <param name="Obstacle">What it is.</param>
/// <param name="Message">A sentence that says so and what to do about it.</param>
public sealed record ImportNote(ImportNoteKind Obstacle, string Message)
{
    /// <summary>Always the message.</summary>
    public override string ToString() => Message;
}

namespace Moltbot.Core.Files;

/// <summary>A change that was found to be possible, as people read it before it is made.</summary>
/// <param name="Target">What is changed: the path of a file, or the id of a profile in one.</param>
/// <param name="Action">What is done to it.</param>
public sealed record PlannedChange(string Target, string Action)
{
    /// <summary>Whether nothing would be different afterwards.</summary>
    public bool IsDone { get; init; }
}

namespace Moltbot.Core.Diagnosing;

/// <summary>Something that can be wrong with an installation.</summary>
/// <param name="Id">The name by which scripts know it: <c>AUTH_PROFILE_EXPIRED</c>.</param>
/// <param name="Severity">How bad it is, unless the finding says otherwise.</param>
/// <param name="Title">What it is, in a few words: the heading that findings of this kind stand under.</param>
public sealed record FindingKind(string Id, FindingSeverity Severity, string Title)
{
    /// <summary>Where it is explained, with a paragraph for each kind.</summary>
    public Uri Help => new($"https://github.com/moltbot/Moltbot.PowerShell/blob/main/docs/en-US/about_Moltbot_Doctor.md#{Id.ToLowerInvariant()}");

    /// <inheritdoc/>
    public override string ToString() => Id;
}

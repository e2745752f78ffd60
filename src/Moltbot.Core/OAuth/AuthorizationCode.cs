namespace Moltbot.Core.OAuth;

/// <summary>A code that becomes tokens.</summary>
/// <param name="Code">The code.</param>
/// <param name="State">The state beside it, where it goes back to the provider; otherwise <see langword="null"/>.</param>
internal sealed record AuthorizationCode(string Code, string? State = null)
{
    /// <summary>Nothing of the code.</summary>
    public override string ToString() => "***";
}

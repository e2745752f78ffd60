namespace Moltbot.Core.OAuth;

/// <summary>The page on which a person signs in.</summary>
/// <param name="Title">What it is for.</param>
/// <param name="Address">The page. It holds no secret, but who has it can take part in the sign-in.</param>
/// <param name="Code">The code that is entered there, or <see langword="null"/>.</param>
/// <param name="Until">When it is too late, or <see langword="null"/> when nobody knows.</param>
public sealed record SignInPage(string Title, Uri Address, string? Code, DateTimeOffset? Until)
{
    /// <summary>The page with the code in it, where there is one: what a phone reads.</summary>
    public Uri Complete { get; init; } = Address;

    /// <summary>Whether the browser is on another machine, so that a person has to bring the answer back.</summary>
    public bool IsRemote { get; init; }
}

namespace Moltbot.Core.Providers;

/// <summary>
/// As which client a sign-in introduces itself, and where a secret of that client comes from. Nobody else's secret is in this
/// program: where a provider wants one it is in the environment, or in another program that is installed.
/// </summary>
internal sealed record SignInClient
{
    /// <summary>The id that stands fast, or <see langword="null"/>.</summary>
    public string? Id { get; init; }

    /// <summary>The variables that name an id, the first one first; they win over <see cref="Id"/>.</summary>
    public IReadOnlyList<string> IdVariables { get; init; } = [];

    /// <summary>The variables that hold the secret, the first one first.</summary>
    public IReadOnlyList<string> SecretVariables { get; init; } = [];

    /// <summary>What a person is asked who has set no variable, or <see langword="null"/> when nobody is asked.</summary>
    public string? IdPrompt { get; init; }

    /// <summary>Whether an installed Gemini CLI has an id and a secret.</summary>
    public bool IsInGeminiCli { get; init; }

    /// <summary>Whether the sign-in remembers its client, because a later request has to come from the same.</summary>
    public bool IsRemembered { get; init; }

    /// <summary>Whether nothing can be done without a secret.</summary>
    public bool NeedsSecret { get; init; }

    /// <summary>What is said where no id is found at a sign-in, or <see langword="null"/>.</summary>
    public string? MissingAtSignIn { get; init; }

    /// <summary>What is to be done about that, as a sentence, or <see langword="null"/> where a variable is all there is.</summary>
    public string? RemedyAtSignIn { get; init; }

    /// <summary>What is said where no id is found at a renewal, or <see langword="null"/>.</summary>
    public string? MissingAtRenewal { get; init; }
}

using Moltbot.Core.Profiles;

namespace Moltbot.Core.Selection;

/// <summary>A profile or another source that a provider's credential could be taken from, and what is to be done for that.</summary>
/// <param name="Mode">How it is used; <see langword="null"/> when there is nothing to be used.</param>
/// <param name="Step">What is still to be done before it can be sent.</param>
internal sealed record PlannedCredential(CredentialMode? Mode, CredentialStep Step)
{
    /// <summary>The source of a key of the configuration, after the file that the gateway copies it to.</summary>
    public const string ModelsFile = "models.json";

    /// <summary>Where it is, as the gateway names it: <c>profile:…</c>, <c>env: NAME</c>, <c>models.json</c> and so on.</summary>
    public string Source
    {
        get => field ?? $"profile:{ProfileId}";
        init;
    }

    /// <summary>The profile's id, or <see langword="null"/> when it is no profile.</summary>
    public string? ProfileId { get; init; }

    /// <summary>The profile; <see langword="null"/> when it is none, or none that exists.</summary>
    public AuthProfile? Profile { get; init; }

    /// <summary>What is remembered about its use.</summary>
    public ProfileUsage Usage { get; init; } = ProfileUsage.None;

    /// <summary>Whether it is in cooldown or disabled, whatever its step is; <see langword="null"/> when neither.</summary>
    public CandidateState? Unusable { get; init; }

    /// <summary>A text that tells the secret from others without giving it away.</summary>
    public string MaskedValue
    {
        get => field ?? Profile?.MaskedValue ?? "";
        init;
    }

    /// <summary>Whether it is a key of the configuration.</summary>
    public bool IsConfigured => Source == ModelsFile;

    /// <summary>Whether there is something to send, be it after a rest, from elsewhere or renewed. What has expired is told as such.</summary>
    public bool HasCredential => Step is not CredentialStep.None { State: not CandidateState.Expired };
}

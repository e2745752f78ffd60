using Moltbot.Core.Importing;

namespace Moltbot.Core.Connecting;

/// <summary>How a sign-in goes, and what becomes of it.</summary>
public sealed record AccountOptions
{
    /// <summary>The id under which it is stored; after the account if omitted, so that several accounts of one provider stay apart.</summary>
    public string? ProfileId { get; init; }

    /// <summary>Whether a code is entered on whatever machine, in the place of a browser that comes back here.</summary>
    public bool UseDeviceCode { get; init; }

    /// <summary>Whether no browser is opened here.</summary>
    public bool NoBrowser { get; init; }

    /// <summary>Whether the provider's model becomes the default one.</summary>
    public bool SetDefaultModel { get; init; }

    /// <summary>How long a person is waited for at most; as long as the provider waits if omitted.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What may be replaced, and what is left alone.</summary>
    public ImportOptions Import { get; init; } = new();
}

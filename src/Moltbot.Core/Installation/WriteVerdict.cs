using Moltbot.Core.Errors;

namespace Moltbot.Core.Installation;

/// <summary>Whether something may be written, and if not, why.</summary>
public sealed record WriteVerdict
{
    private WriteVerdict(MoltbotException? refusal) => Refusal = refusal;

    /// <summary>It may be.</summary>
    public static WriteVerdict Allowed { get; } = new(refusal: null);

    /// <summary>Why it may not be, with what to do instead; <see langword="null"/> when it may.</summary>
    public MoltbotException? Refusal { get; }

    /// <summary>Whether it may be.</summary>
    public bool IsAllowed => Refusal is null;

    /// <summary>It may not be.</summary>
    internal static WriteVerdict Refused(MoltbotException refusal) => new(refusal);

    /// <summary>Makes sure that it may be. To be called before anything is locked, created or asked for.</summary>
    /// <exception cref="MoltbotException">The refusal.</exception>
    public void Require()
    {
        if (Refusal is not null)
            throw Refusal;
    }
}

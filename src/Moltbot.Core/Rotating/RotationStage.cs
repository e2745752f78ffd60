namespace Moltbot.Core.Rotating;

/// <summary>How far the rotation of a key has come.</summary>
public enum RotationStage
{
    /// <summary>The new key waits; the old one is in use.</summary>
    Pending,

    /// <summary>The new key is in use, and the old one is the last fallback until the grace period ends.</summary>
    Completed,

    /// <summary>The grace period is over: the next change of a rotation takes the old key out.</summary>
    Due,

    /// <summary>Somebody else has changed or removed the profile meanwhile, so neither key is swapped any more.</summary>
    Overtaken,

    /// <summary>It is over, and only the new key is left.</summary>
    Ended,

    /// <summary>It was taken back, and only the old key is left.</summary>
    Undone,
}

using Moltbot.Core.Secrets;

namespace Moltbot.Core.Rotating;

/// <summary>A rotation whose new key is at hand, to be proven and swapped in.</summary>
public sealed class OpenRotation
{
    internal OpenRotation(KeyRotation rotation, RotationRecord record, Secret value)
    {
        Rotation = rotation;
        Record = record;
        Value = value;
    }

    /// <summary>The rotation, without the key.</summary>
    public KeyRotation Rotation { get; }

    /// <summary>What is remembered of it.</summary>
    internal RotationRecord Record { get; }

    /// <summary>The new key.</summary>
    internal Secret Value { get; }
}

namespace Moltbot.Core.Profiles;

/// <summary>What has to be true of a change once it is made.</summary>
internal enum Durability
{
    /// <summary>It is there after a power failure.</summary>
    Lasting,

    /// <summary>
    /// When the power fails directly afterwards the store may be what it was before: whole, and without the change. Waiting for
    /// the disk until that is excluded takes as long as all the rest, too long for what is remembered about the use of profiles.
    /// </summary>
    Fleeting,
}

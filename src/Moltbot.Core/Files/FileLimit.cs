namespace Moltbot.Core.Files;

/// <summary>
/// How long files may be that are read whole, in bytes. A file of another's making must not cost us all of the memory: what is
/// longer is refused before it is read, and what grows meanwhile as soon as it is.
/// </summary>
internal static class FileLimit
{
    /// <summary>A mebibyte.</summary>
    public const long Mebibyte = 1024 * 1024;

    /// <summary>A credential store: more than a million profiles.</summary>
    public const long Store = 256 * Mebibyte;

    /// <summary>The sessions of an agent, each of which the gateway describes with a few kilobytes.</summary>
    public const long Sessions = 256 * Mebibyte;

    /// <summary>A configuration, or a file that it includes.</summary>
    public const long Configuration = 16 * Mebibyte;

    /// <summary>A file of variables, of which a system takes much less.</summary>
    public const long Variables = 16 * Mebibyte;

    /// <summary>A catalog of models.</summary>
    public const long Models = 64 * Mebibyte;

    /// <summary>What a backup says of its files: a few hundred thousand of them.</summary>
    public const long Manifest = 64 * Mebibyte;

    /// <summary>What is remembered, declared or locked in a file of our own, and the sign-in of another program.</summary>
    public const long Record = 16 * Mebibyte;
}

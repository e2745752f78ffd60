namespace Moltbot.Core.Profiles;

/// <summary>What the place of a store is.</summary>
internal enum StorePlaceKind
{
    /// <summary>A file of its own.</summary>
    File,

    /// <summary>A part of a database.</summary>
    Database,
}

namespace Moltbot.Core.Databases;

/// <summary>How a database is opened.</summary>
internal enum DatabaseAccess
{
    /// <summary>To be read beside others that write: their files are there, and are shared with them.</summary>
    Shared,

    /// <summary>To be read as the file that it is: nobody has left changes beside it. Nothing is locked and nothing is created.</summary>
    Still,

    /// <summary>
    /// To be read with the changes that somebody has left beside it, of which the index is made in memory. Nothing is locked and
    /// nothing is created.
    /// </summary>
    Alone,

    /// <summary>To be changed. It has to be there.</summary>
    Change,
}

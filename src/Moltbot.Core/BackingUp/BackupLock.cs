namespace Moltbot.Core.BackingUp;

/// <summary>How a file is kept from being written while it is read.</summary>
internal enum BackupLock
{
    /// <summary>Who writes it replaces it as a whole, or adds at its end.</summary>
    None,

    /// <summary>By the lock of January's stores.</summary>
    Store,

    /// <summary>By the lock of January's sessions.</summary>
    Sessions,
}

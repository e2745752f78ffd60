namespace Moltbot.Core.BackingUp;

/// <summary>A file that is saved.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Agent">The agent whose it is, or <see langword="null"/>.</param>
/// <param name="Lock">How it is kept from being written meanwhile.</param>
internal sealed record BackupSource(string Path, BackedUpKind Kind, string? Agent = null, BackupLock Lock = BackupLock.None);

namespace Moltbot.Core.BackingUp;

/// <summary>What a file of a backup is, in the order in which files are put back: what nothing names yet comes first.</summary>
public enum BackedUpKind
{
    /// <summary>A store of January's, or a file of an older layout with credentials in it.</summary>
    Credentials,

    /// <summary>A database of today's gateway.</summary>
    Database,

    /// <summary>Sessions: what is remembered of them, and what was said.</summary>
    Sessions,

    /// <summary>A file of ours: settings, and what is remembered of rotations, renewals and passes.</summary>
    Record,

    /// <summary>The <c>.env</c> file.</summary>
    Variables,

    /// <summary>A configuration, or a file that it includes.</summary>
    Configuration,
}

namespace Moltbot.Core.Configuration.Editing;

/// <summary>What a change does at its path.</summary>
internal enum ConfigurationChangeKind
{
    /// <summary>Puts a value in place of another or of nothing.</summary>
    Set,

    /// <summary>Puts an item into an array.</summary>
    Insert,

    /// <summary>Makes an item the first of its array.</summary>
    MoveToFront,

    /// <summary>Takes a member or an item away.</summary>
    Remove,
}

namespace Moltbot.Core.BackingUp;

/// <summary>What becomes of a file when a backup is put back.</summary>
public enum RestoredFileState
{
    /// <summary>It is there as it was saved, and is left alone.</summary>
    Same,

    /// <summary>It is not there, and is made.</summary>
    New,

    /// <summary>It is there with another content, which is replaced.</summary>
    Changed,

    /// <summary>It belongs outside of the state directory, where this installation keeps nothing, and is left out.</summary>
    LeftOut,
}

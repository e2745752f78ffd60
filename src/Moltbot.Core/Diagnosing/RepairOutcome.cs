namespace Moltbot.Core.Diagnosing;

/// <summary>What became of the attempt to mend something.</summary>
public enum RepairOutcome
{
    /// <summary>It is mended.</summary>
    Repaired,

    /// <summary>It was not there any more, because another repair had mended it too or somebody else did.</summary>
    Gone,

    /// <summary>It could not be mended.</summary>
    Failed,
}

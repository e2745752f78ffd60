namespace Moltbot.Core.Diagnosing;

/// <summary>How bad a finding is, the worse the later.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know; nothing has to be done.</summary>
    Note,

    /// <summary>It works, but not as it should, or not for long.</summary>
    Warning,

    /// <summary>Something does not work, is open to others, or is not known.</summary>
    Error,
}

namespace Moltbot.Core.Running;

/// <summary>How the run of an <see cref="ExternalProgram"/> ended.</summary>
internal enum ProgramEnd
{
    /// <summary>By itself.</summary>
    Exited,

    /// <summary>It could not be started.</summary>
    NotStarted,

    /// <summary>It took too long and was ended.</summary>
    TimedOut,

    /// <summary>It printed too much and was ended.</summary>
    TooMuchOutput,
}

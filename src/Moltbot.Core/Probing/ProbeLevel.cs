namespace Moltbot.Core.Probing;

/// <summary>How much a probe asks.</summary>
public enum ProbeLevel
{
    /// <summary>The provider's free question: whether it knows the credential. It costs nothing, and proves neither credit nor the use of a model.</summary>
    List,

    /// <summary>The smallest request to a model. It costs a few tokens.</summary>
    Completion,
}

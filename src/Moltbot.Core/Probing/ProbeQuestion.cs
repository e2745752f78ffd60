using Moltbot.Core.Providers;

namespace Moltbot.Core.Probing;

/// <summary>What an answer is an answer to.</summary>
/// <param name="Provider">Who was asked.</param>
/// <param name="List">The free question; <see langword="null"/> where a model was asked.</param>
/// <param name="Completion">The request to a model; <see langword="null"/> where the free question was asked.</param>
internal sealed record ProbeQuestion(ProviderId Provider, ListQuestion? List, SmallestCompletion? Completion)
{
    /// <summary>Whether the free question was asked.</summary>
    public bool IsList => List is not null;
}

using System.Diagnostics.CodeAnalysis;
using Moltbot.Core.Errors;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Resolving;

/// <summary>What became of the attempt to fetch a secret: the secret, or why there is none.</summary>
public sealed class FetchedSecret
{
    private readonly Secret value;

    /// <summary>A secret that was fetched.</summary>
    public FetchedSecret(Secret value) => this.value = value;

    /// <summary>A secret that was not.</summary>
    public FetchedSecret(MoltbotException error) => Error = error;

    /// <summary>Why there is none, or <see langword="null"/>.</summary>
    public MoltbotException? Error { get; }

    /// <summary>Whether there is one.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsFound => Error is null;

    /// <summary>The secret.</summary>
    /// <exception cref="MoltbotException">There is none.</exception>
    public Secret ValueOrThrow() => Error is null ? value : throw Error;
}

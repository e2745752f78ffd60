using Moltbot.Core.Secrets;

namespace Moltbot.Core.Resolving;

/// <summary>
/// A provider of secrets: the environment, a file, a program, the vaults. It is asked once for all that is wanted of it,
/// so that a program is started and a vault opened once.
/// </summary>
public interface ISecretSource
{
    /// <summary>Fetches secrets.</summary>
    /// <param name="references">What is wanted; all are of this provider, and none occurs twice.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>What became of each, in the same order. One that fails does not keep the others from being fetched.</returns>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    IReadOnlyList<FetchedSecret> Fetch(IReadOnlyList<SecretReference> references, CancellationToken cancellation);
}

using Moltbot.Core.Errors;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Resolving;

/// <summary>
/// Follows references to secrets, all that are wanted in one pass, and remembers for as long as it lives what came of it.
/// Nothing is fetched before it is asked for.
/// </summary>
/// <param name="sourceOf">
/// The provider that a reference names; one that is not declared is a <see cref="MoltbotException"/>. The same provider
/// gives the same source each time.
/// </param>
/// <param name="cancellation">Ends the waiting for a secret.</param>
public sealed class SecretResolver(Func<SecretReference, ISecretSource> sourceOf, CancellationToken cancellation = default)
{
    private readonly Dictionary<SecretReference, FetchedSecret> known = [];

    /// <summary>One that knows no provider, for where no secret is wanted.</summary>
    public static SecretResolver None => new(reference => throw SecretErrors.NotFollowed(reference));

    /// <summary>Follows a reference.</summary>
    public FetchedSecret Resolve(SecretReference reference)
    {
        Fetch([reference]);
        return known[reference];
    }

    /// <summary>Follows references, each provider in one pass.</summary>
    /// <returns>What became of each, in the same order.</returns>
    public IReadOnlyList<FetchedSecret> Resolve(IReadOnlyList<SecretReference> references)
    {
        Fetch(references);
        return [.. references.Select(reference => known[reference])];
    }

    private void Fetch(IEnumerable<SecretReference> references)
    {
        SecretReference[] wanted = [.. references.Where(reference => !known.ContainsKey(reference)).Distinct()];
        foreach (IGrouping<(SecretReferenceSource, string), SecretReference> provider in wanted.GroupBy(reference => (reference.Source, reference.Provider)))
            FetchOfOne([.. provider]);
    }

    private void FetchOfOne(SecretReference[] references)
    {
        IReadOnlyList<FetchedSecret> fetched = Attempt(references);
        for (int i = 0; i < references.Length; i++)
            known[references[i]] = Checked(references[i], fetched[i]);
    }

    private IReadOnlyList<FetchedSecret> Attempt(SecretReference[] references)
    {
        try
        {
            return sourceOf(references[0]).Fetch(references, cancellation);
        }
        catch (MoltbotException error)
        {
            return Array.ConvertAll(references, _ => new FetchedSecret(error));
        }
    }

    private static FetchedSecret Checked(SecretReference reference, FetchedSecret fetched) =>
        fetched.IsFound && fetched.ValueOrThrow().IsBlank ? new FetchedSecret(SecretErrors.Unusable(reference, "blank")) : fetched;
}

using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Tests.Secrets;

/// <summary>Knows a secret for everything, unless a test says otherwise, and remembers what it was asked for.</summary>
internal sealed class FakeSecretSource : ISecretSource
{
    /// <summary>What there is under an id instead.</summary>
    public Dictionary<string, FetchedSecret> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>What was asked for, each time.</summary>
    public List<IReadOnlyList<SecretReference>> Passes { get; } = [];

    public IReadOnlyList<FetchedSecret> Fetch(IReadOnlyList<SecretReference> references, CancellationToken cancellation)
    {
        Passes.Add(references);
        return [.. references.Select(reference => Answers.GetValueOrDefault(reference.Id) ?? new FetchedSecret(new Secret("secret of " + reference.Id)))];
    }
}

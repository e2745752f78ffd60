using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Tests.Secrets;

/// <summary>Vaults in memory, all registered but "Nowhere", which fail as a test says.</summary>
internal sealed class FakeVaults : ISecretVaults
{
    /// <summary>What they hold.</summary>
    public Dictionary<VaultSecret, Secret> Secrets { get; } = [];

    /// <summary>What is said about it.</summary>
    public Dictionary<VaultSecret, IReadOnlyDictionary<string, object>> Metadata { get; } = [];

    /// <summary>What happens before a secret is put in.</summary>
    public Action<VaultSecret> BeforePut { get; set; } = _ => { };

    /// <summary>What becomes of a secret that is put in.</summary>
    public Func<Secret, Secret> Keeping { get; set; } = secret => secret;

    /// <summary>Whether nothing can be taken out.</summary>
    public bool IsSticky { get; set; }

    public void Require(string vault)
    {
        if (vault == "Nowhere")
            throw SecretErrors.NoVault(vault, []);
    }

    public IReadOnlyList<FetchedSecret> Fetch(IReadOnlyList<SecretReference> references, CancellationToken cancellation) => [.. references.Select(Fetch)];

    public void Put(VaultSecret secret, Secret value)
    {
        BeforePut(secret);
        Secrets[secret] = Keeping(value);
    }

    public void Describe(VaultSecret secret, IReadOnlyDictionary<string, object> metadata) => Metadata[secret] = metadata;

    public void Remove(VaultSecret secret)
    {
        if (IsSticky)
            throw SecretErrors.VaultNotChanged(secret, "Sticky");

        Secrets.Remove(secret);
    }

    private FetchedSecret Fetch(SecretReference reference)
    {
        VaultSecret secret = VaultSecret.Of(reference);
        return Secrets.TryGetValue(secret, out Secret value) ? new FetchedSecret(value) : new FetchedSecret(SecretErrors.NotInVault(secret));
    }
}

using Moltbot.Core.Secrets;

namespace Moltbot.Core.OAuth;

/// <summary>The place where macOS keeps passwords. Other programs keep sign-ins there.</summary>
internal interface IKeychain
{
    /// <summary>What is kept, or <see langword="null"/> when there is no such entry, or it must not be read.</summary>
    /// <param name="service">The name of the entry.</param>
    /// <param name="account">The account of the entry; <see langword="null"/> for any.</param>
    Secret? Read(string service, string? account);

    /// <summary>Replaces what an entry keeps.</summary>
    /// <returns>Whether it could be replaced.</returns>
    bool Update(string service, string account, Secret secret);
}

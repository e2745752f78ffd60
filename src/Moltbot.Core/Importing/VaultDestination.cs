using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Importing;

/// <summary>A vault that is to keep a secret in the place of the store.</summary>
/// <param name="Vaults">Who opens it.</param>
/// <param name="Vault">The name under which it is registered.</param>
/// <param name="Name">The name that the secret gets; made from the agent and the profile if <see langword="null"/>.</param>
public sealed record VaultDestination(ISecretVaults Vaults, string Vault, string? Name = null)
{
    /// <summary>Vaults take these for patterns.</summary>
    private const string Wildcards = "*?[]`";

    /// <summary>
    /// The place for a profile's secret: where it is already, if that is in this vault, else under the id of the profile,
    /// behind the agent if that is not main. Characters that a vault would take for a pattern are written as <c>%XX</c>.
    /// </summary>
    /// <param name="agent">The agent.</param>
    /// <param name="profileId">The profile.</param>
    /// <param name="present">Where its secret is now, or <see langword="null"/> when that is the store.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: the name that was given is a pattern.</exception>
    internal VaultSecret PlaceFor(AgentId agent, string profileId, SecretReference? present)
    {
        if (Name is null && present is { IsInVault: true } && VaultSecret.TryParse(present.Id) is { } there && there.Vault.Equals(Vault, StringComparison.OrdinalIgnoreCase))
            return there;

        if (Name?.IndexOfAny(Wildcards.ToCharArray()) >= 0)
            throw new MoltbotException(ErrorCode.InvalidArgument, $"The name \"{Name}\" of a secret has a character in it that vaults take for a pattern ({Wildcards}). Give another name.") { Subject = Name };

        return new VaultSecret(Vault, Name ?? UsualName(agent, profileId));
    }

    /// <summary>The name that a secret gets where none is given.</summary>
    internal static string UsualName(AgentId agent, string profileId) => agent == AgentId.Main ? Escape(profileId) : $"{agent}/{Escape(profileId)}";

    private static string Escape(string profileId)
    {
        StringBuilder name = new(profileId.Length);
        foreach (char c in profileId)
        {
            if (Wildcards.Contains(c, StringComparison.Ordinal) || c == '%')
                name.Append('%').Append(Convert.ToHexString([(byte)c]));
            else
                name.Append(c);
        }

        return name.ToString();
    }
}

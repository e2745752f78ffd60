using Moltbot.Core.Text;

namespace Moltbot.Core.Importing;

/// <summary>A profile whose secret was moved to another place, or is to be.</summary>
/// <param name="StateDirectory">The absolute path of the installation's state directory.</param>
/// <param name="Agent">The id of the agent that has it.</param>
/// <param name="ProfileId">The id of the profile.</param>
/// <param name="Provider">The provider in its normal form.</param>
/// <param name="From">Where the secret was: the path of the store, or <c>vault: SecretStore/openai</c>.</param>
/// <param name="To">Where it is now.</param>
/// <param name="HasChanged">Whether that is another place, or a plain secret was left beside the reference to it.</param>
/// <param name="Warnings">What is left in the old place and has to be taken out by hand.</param>
public sealed record MovedCredential(
    string StateDirectory,
    string Agent,
    string ProfileId,
    string Provider,
    string From,
    string To,
    bool HasChanged,
    FlatList<string> Warnings) : IImported;

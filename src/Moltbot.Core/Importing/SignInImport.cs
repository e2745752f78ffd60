using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.OAuth;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Importing;

/// <summary>
/// Stores what a sign-in gave, and enters it in the configuration. A person has signed in for it and nobody has it twice, so it
/// is stored first, whatever the configuration is like, and never taken back.
/// </summary>
/// <param name="agent">The agent that gets the profile.</param>
/// <param name="signedIn">What the sign-in gave.</param>
internal sealed class SignInImport(AgentContext agent, SignedIn signedIn)
{
    /// <summary>The id of the profile; the account's own where nobody wants another.</summary>
    public string ProfileId { get; init; } = signedIn.ProfileId;

    /// <summary>Whether the provider's model becomes the default, where it takes the place of what there is.</summary>
    public bool SetsDefaultModel { get; init; }

    /// <summary>Makes sure, before a person signs in, that the store may be changed and can be read.</summary>
    /// <exception cref="MoltbotException">It is not so.</exception>
    public static void Check(AgentContext agent)
    {
        agent.Store.MayWrite.Require();
        agent.Reading.StoreOrThrow();
    }

    /// <summary>Writes both.</summary>
    /// <exception cref="MoltbotException">The store could not be written, and nothing was; or the configuration could not, and the profile is stored all the same.</exception>
    /// <exception cref="OperationCanceledException">The wait for the lock of the store was cancelled; nothing was written.</exception>
    public void Run(CancellationToken cancellation = default)
    {
        agent.Store.Commit(StoreChange.Of(own => own.WithEntry(ProfileId, JsonText.ToElement(signedIn.Entry))), cancellation);
        try
        {
            agent.ConfigurationFile.Prepare(Changes).Apply(CancellationToken.None);
        }
        catch (MoltbotException failure)
        {
            throw failure.With($"The sign-in is stored as {ProfileId} all the same.");
        }
    }

    private IReadOnlyList<ConfigurationChange> Changes(MoltbotConfiguration configuration) =>
    [
        .. SignInConfigurationChanges.Enter(configuration, signedIn, ProfileId),
        .. SignInConfigurationChanges.Prepare(configuration, signedIn),
        .. SetsDefaultModel ? SignInConfigurationChanges.MakeDefault(configuration, signedIn.Provider) : [],
    ];
}

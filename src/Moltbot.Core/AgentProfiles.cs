using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core;

/// <summary>
/// Credentials that are put into an agent's store, or taken out of it. Everything that can be found wrong beforehand is
/// found by the checks, which change nothing; each operation makes its check itself.
/// </summary>
public sealed class AgentProfiles
{
    private const string TodayName = "manual";

    private readonly MoltbotInstallation installation;
    private readonly Agent agent;

    internal AgentProfiles(MoltbotInstallation installation, Agent agent)
    {
        this.installation = installation;
        this.agent = agent;
    }

    /// <summary>Makes sure that a token can be kept here at all, so that nobody is asked for one in vain.</summary>
    /// <exception cref="MoltbotException">The place belongs to another gateway (<see cref="ErrorCode.InstallationNotServed"/>), or that cannot be told.</exception>
    public void RequirePlace(TokenImport import) => RequirePlace(agent.Context.Store.MayWrite, import.Options);

    /// <summary>Makes sure that an API key can be kept here at all, so that nobody is asked for one in vain.</summary>
    /// <exception cref="MoltbotException">As <see cref="RequirePlace(TokenImport)"/>.</exception>
    public void RequirePlace(ApiKeyImport import) =>
        RequirePlace(import.EffectiveDestination == ApiKeyDestination.EnvironmentFile ? installation.EnvironmentFile.MayWrite : agent.Context.Store.MayWrite, import.Options);

    /// <summary>Finds out whether a token can be imported.</summary>
    /// <returns>The id that its profile would have.</returns>
    /// <exception cref="MoltbotException">As <see cref="ImportToken"/>, but for what only shows while files are written.</exception>
    public string CheckToken(TokenImport import, Secret token)
    {
        NewProfile profile = Placed(import).ToProfile(token, installation.Clock);
        Profiles(import.Options).Check(profile);
        return profile.Id;
    }

    /// <summary>
    /// Stores a token as a profile of the agent, and enters the profile in the configuration. If one of the two cannot be
    /// done, neither is.
    /// </summary>
    /// <returns>What was written, and what still stands in the way of its use.</returns>
    /// <exception cref="MoltbotException">
    /// The token or what is said about it cannot be (<see cref="TokenImport.Check"/>, <see cref="TokenImport.CheckToken"/>),
    /// something else is stored under the id (<see cref="ErrorCode.ProfileOfOtherKind"/>), the configuration cannot be used
    /// or edited, or a file cannot be locked or written.
    /// </exception>
    public ImportedProfile ImportToken(TokenImport import, Secret token, CancellationToken cancellation = default) =>
        Profiles(import.Options).Run(Placed(import).ToProfile(token, installation.Clock), cancellation);

    /// <summary>Finds out whether an API key can be imported.</summary>
    /// <returns>Where it would go: the id of a profile, or the name of a variable.</returns>
    /// <exception cref="MoltbotException">As <see cref="ImportApiKey"/>, but for what only shows while files are written.</exception>
    public string CheckApiKey(ApiKeyImport import, Secret key)
    {
        import = Placed(import);
        import.Check();
        Secret value = CheckKey(import, key);
        if (import.EffectiveDestination == ApiKeyDestination.EnvironmentFile)
        {
            Variables(import).Check(value);
            return import.Variable!;
        }

        NewProfile profile = import.ToProfile(value);
        Profiles(import.Options, ChangesOf(import)).Check(profile);
        return profile.Id;
    }

    /// <summary>
    /// Stores an API key in a profile of the agent, or in the installation's <c>.env</c> file, and changes the
    /// configuration accordingly. If one of the two cannot be done, neither is.
    /// </summary>
    /// <exception cref="MoltbotException">As <see cref="ImportToken"/>, with <see cref="ApiKeyImport.Check"/> and <see cref="ApiKeyImport.CheckKey"/>.</exception>
    public ImportedCredential ImportApiKey(ApiKeyImport import, Secret key, CancellationToken cancellation = default)
    {
        import = Placed(import);
        import.Check();
        Secret value = CheckKey(import, key);
        return import.EffectiveDestination == ApiKeyDestination.EnvironmentFile
            ? new ImportedCredential(null, Variables(import).Run(value, cancellation), import.DefaultModel) { PrecedingProfileId = FirstProfile(import.Provider) }
            : new ImportedCredential(Profiles(import.Options, ChangesOf(import)).Run(import.ToProfile(value), cancellation), null, import.DefaultModel);
    }

    /// <summary>
    /// An API key of a provider that is there already: in the environment, or in the first profile that is tried. A
    /// sign-in in the environment is none.
    /// </summary>
    /// <returns>The key, or <see langword="null"/>.</returns>
    /// <exception cref="MoltbotException">The store cannot be read.</exception>
    internal ExistingKey? FindApiKey(ProviderId provider)
    {
        if (EnvironmentKeys.Find(provider, installation.Environment) is { } found && !found.IsOAuthToken)
            return new ExistingKey(found.Value, found.Source, null);

        AgentContext context = agent.Context;
        IReadOnlyList<string> candidates = CandidateOrder.Resolve(context.View, context.Configuration, provider, context.Now);
        AuthProfile? profile = candidates.Select(context.View.Find).FirstOrDefault(candidate => candidate is { Kind: AuthProfileKind.ApiKey, Reference: null });
        return profile is null ? null : new ExistingKey(profile.Key, $"profile:{profile.Id}", profile.Id);
    }

    /// <summary>Finds out whether a profile can be removed.</summary>
    /// <returns>What would be removed, and which sessions would be left without it.</returns>
    /// <exception cref="MoltbotException">As <see cref="Remove"/>, but for what only shows while files are written.</exception>
    public RemovedProfile CheckRemoval(string profileId) => Removal().Check(profileId);

    /// <summary>
    /// Removes a profile from the agent's own store, with its usage, from orders and as the last one that worked, and
    /// its entry and its places in orders from the configuration, unless another agent still has a profile of this id.
    /// </summary>
    /// <returns>What was removed, and which sessions are left without it.</returns>
    /// <exception cref="MoltbotException">
    /// There is no such profile (<see cref="ErrorCode.ProfileNotFound"/>) or it is inherited, the configuration cannot be
    /// used or edited, or a file cannot be locked or written.
    /// </exception>
    public RemovedProfile Remove(string profileId, CancellationToken cancellation = default) =>
        Removal().Run(profileId, cancellation);

    /// <summary>
    /// Stores a secret of which only the name and what a user says about it are known: as a token or an API key, as it is
    /// said, as the profile was, or as the secret looks. Its provider is told likewise, or by the beginning of the id.
    /// </summary>
    /// <exception cref="MoltbotException">
    /// What is said makes no sense (<see cref="ErrorCode.InvalidArgument"/>), the profile is a sign-in
    /// (<see cref="ErrorCode.ProfileOfOtherKind"/>), its secret is kept elsewhere (<see cref="ErrorCode.SecretElsewhere"/>), or as
    /// <see cref="ImportToken"/> and <see cref="ImportApiKey"/>.
    /// </exception>
    public ImportedProfile ImportSecret(string profileId, Secret secret, SecretDescription description, CancellationToken cancellation = default)
    {
        AgentContext context = agent.Context;
        AuthProfile? existing = context.View.Find(profileId);
        if (existing is not null && AuthProfile.SecretMember(existing.Kind) is null)
            throw ProfileErrors.WithoutReference(profileId);
        if (existing?.Reference is { } reference)
            throw SecretErrors.Elsewhere(profileId, reference);

        DescribedImport import = new(profileId, existing, context);
        return import.KindOf(secret, description) == AuthProfileKind.Token
            ? ImportToken(import.ToToken(secret, description), secret, cancellation)
            : ImportApiKey(import.ToApiKey(description), secret, cancellation).Profile!;
    }

    /// <summary>Sets when the token of a profile expires. What else is said must be as it is.</summary>
    /// <exception cref="MoltbotException">
    /// There is no such profile (<see cref="ErrorCode.ProfileNotFound"/>) or it is inherited, what is said does not fit to it
    /// (<see cref="ErrorCode.InvalidArgument"/>), or the store cannot be locked or written.
    /// </exception>
    public void Describe(string profileId, SecretDescription description, CancellationToken cancellation = default)
    {
        AgentContext context = agent.Context;
        AuthProfile existing = context.Profile(profileId);
        if (!context.Owns(profileId))
            throw ProfileErrors.Inherited(profileId, agent.Id);

        new DescribedImport(profileId, existing, context).CheckFits(description);
        if (description.SaysExpiry)
            context.Store.Commit(StoreChange.Of(own => own.WithExpiry(profileId, description.ExpiresAt?.ToUnixTimeMilliseconds())), cancellation);
    }

    /// <summary>
    /// Prepares to move the secret of a profile in the agent's own store: to a vault, where a reference takes its place, or
    /// back. Everything that can be found wrong beforehand is found now, and nothing is changed.
    /// </summary>
    /// <param name="profileId">The profile.</param>
    /// <param name="destination">The vault, or <see langword="null"/> for the store.</param>
    /// <param name="secrets">Follows the reference of a profile whose secret is kept elsewhere.</param>
    /// <exception cref="MoltbotException">
    /// There is no such profile or it is inherited (<see cref="ErrorCode.ProfileNotFound"/>), it is a sign-in
    /// (<see cref="ErrorCode.ProfileOfOtherKind"/>), its secret cannot be had, or the vault cannot be used or holds another secret of
    /// the name (<see cref="ErrorCode.SecretExists"/>).
    /// </exception>
    public CredentialMove PrepareMove(string profileId, VaultDestination? destination, SecretResolver secrets) =>
        new(agent.Context, profileId, destination, secrets);

    private void RequirePlace(WriteVerdict ofSecret, ImportOptions options)
    {
        ofSecret.Require();
        if (!options.NoConfig && !agent.IsOfToday)
            installation.Layout.At(installation.Paths.ConfigPath).MayWrite.Require();
    }

    /// <summary>A token as a gateway of today would store it, whose profiles have another usual name.</summary>
    private TokenImport Placed(TokenImport import) => agent.IsOfToday && EcmaScriptText.IsBlank(import.ProfileId) && !import.Provider.IsEmpty
        ? import with { ProfileId = $"{import.Provider}:{TodayName}" }
        : import;

    /// <summary>A key as a gateway of today would store it: in a profile, and where nobody names one in the place of the key that is tried first (docs/gateway/later.md §4).</summary>
    private ApiKeyImport Placed(ApiKeyImport import)
    {
        if (!agent.IsOfToday)
            return import;

        import = import.WithPresentModel() with { Destination = import.Destination ?? ApiKeyDestination.Profile };
        if (!EcmaScriptText.IsBlank(import.ProfileId) || import.EffectiveDestination != ApiKeyDestination.Profile || import.Provider.IsEmpty)
            return import;

        AgentContext context = agent.Context;
        AuthProfileStore view = context.View;
        if (context.Configuration.Provider(import.Provider.Value)?.ApiKey is { } named && view.Find(named) is { Kind: AuthProfileKind.ApiKey })
            return import with { ProfileId = named };

        string? first = CandidateOrder.Resolve(view, context.Configuration, ProviderId.ParseToday(import.Provider.Value), context.Now)
            .FirstOrDefault(id => view.Find(id) is { Kind: AuthProfileKind.ApiKey, HasStoredReference: false });
        return import with { ProfileId = first ?? $"{import.Provider}:{TodayName}" };
    }

    /// <summary>A key that the gateway takes for one, too, and that may go where it is to go.</summary>
    private Secret CheckKey(ApiKeyImport import, Secret key)
    {
        Secret value = import.CheckKey(key);
        if (!agent.IsOfToday || import.EffectiveDestination != ApiKeyDestination.Profile)
            return value;
        if (import.Provider.Value == "openai" && !value.Reveal().StartsWith("sk-", StringComparison.Ordinal))
            throw new MoltbotException(ErrorCode.CredentialInvalid, "That does not look like an OpenAI API key, which begins with sk-. Copy the whole key, and nothing else.");
        if (!import.Options.Force && import.Options.Vault is null && agent.Context.View.Find(import.ProfileId!) is { Kind: AuthProfileKind.ApiKey, HasStoredReference: true } kept)
            throw MoltbotException.About(kept.Id, ErrorCode.ProfileOfOtherKind, $"Auth profile \"{kept.Id}\" has its secret elsewhere, and a key in its place would end that. Name another profile id, or replace it with {NextSteps.Force}.");

        return value;
    }

    /// <summary>What else a key changes in the configuration; a gateway of today knows the models of providers itself.</summary>
    private Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>>? ChangesOf(ApiKeyImport import)
    {
        if (!agent.IsOfToday || import.SetDefaultModel)
            return import.ConfigurationChanges;

        // A provider that is described in the configuration takes the profile that its key names.
        return configuration => configuration.Provider(import.Provider.Value) is { } described && described.ApiKey != import.ProfileId
            ? [ConfigurationChange.Set(["models", "providers", described.Name, "apiKey"], import.ProfileId!)]
            : [];
    }

    private string? FirstProfile(ProviderId provider)
    {
        AgentContext context = agent.Context;
        return CandidateOrder.Resolve(context.Reading.Store, context.Configuration, provider, context.Now) is [string first, ..] ? first : null;
    }

    private ProfileRemoval Removal()
    {
        Readings readings = new();
        return new ProfileRemoval(agent.ContextIn(readings), [.. installation.ContextsIn(readings).Where(other => other.Id != agent.Id)], installation.SessionsOf);
    }

    private ProfileImport Profiles(ImportOptions options, Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>>? more = null) =>
        new(agent.Context, options, more);

    private EnvironmentKeyImport Variables(ApiKeyImport import) =>
        new(installation.EnvironmentFile, installation.ConfigurationFile, import.Variable!, import.Options.NoConfig ? null : import.ConfigurationChanges);
}

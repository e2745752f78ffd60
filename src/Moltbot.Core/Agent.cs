using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Health;
using Moltbot.Core.Installation;
using Moltbot.Core.Models;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Quotas;
using Moltbot.Core.Resolving;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core;

/// <summary>An agent of an installation: its credentials, and what can be done with them.</summary>
public sealed class Agent
{
    private readonly MoltbotInstallation installation;
    private readonly IProfileStore store;

    internal Agent(MoltbotInstallation installation, AgentId id, string directory, IProfileStore store)
    {
        this.installation = installation;
        this.store = store;
        Id = id;
        Directory = directory;
    }

    /// <summary>The id.</summary>
    public AgentId Id { get; }

    /// <summary>The absolute path of the state directory of its installation: everything that is told of the agent says so.</summary>
    public string StateDirectory => installation.Paths.StateDirectory;

    /// <summary>The absolute path of the agent's directory, whether it exists or not.</summary>
    public string Directory { get; }

    /// <summary>Whether another is the same agent of the same installation.</summary>
    public bool IsSameAs(Agent other) => other.Id == Id && PathComparison.Here.AreSame(other.StateDirectory, StateDirectory);

    /// <summary>The absolute path of the agent's own store, whether it exists or not.</summary>
    public string StorePath => store.Place.Path;

    /// <summary>Whether it has credentials of its own, be it none in a store that is there.</summary>
    internal bool HasStore => store.Exists;

    /// <summary>What an operation needs to know about the agent, with its time and one reading of its credentials.</summary>
    internal AgentContext Context => ContextIn(new());

    /// <summary>The same for an operation about several agents.</summary>
    /// <param name="readings">What the operation has read.</param>
    internal AgentContext ContextIn(Readings readings) =>
        new(Id, Directory, store, installation.Paths, installation.ConfigurationFile, installation.Environment, installation.Clock, readings);

    /// <summary>The agent's sessions, and what they are pinned to.</summary>
    public AgentSessions Sessions => new(installation, this);

    /// <summary>The models that the installation's files describe.</summary>
    public ModelCatalog ModelCatalog => ModelCatalog.Read(installation.Configuration, Context.ModelsPath);

    /// <summary>Lists models.</summary>
    /// <param name="all">Whether all that files describe, instead of those that the configuration names.</param>
    /// <param name="asAgent">Whether the agent's own default and fallbacks are marked, instead of the common ones.</param>
    /// <exception cref="MoltbotException">The store cannot be read.</exception>
    public IReadOnlyList<ListedModel> GetModels(bool all = false, bool asAgent = false)
    {
        ModelListing listing = new(Context, asAgent);
        return all ? listing.Described() : listing.Configured();
    }

    /// <summary>What a person should know about a model before the agent uses it: that nobody knows it, or that there is no credential for it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="typed">How it was named; a word alone that is no alias may be one with a slip.</param>
    public IReadOnlyList<string> ReviewModel(ModelReference model, string typed) => new ModelReview(Context).WarningsOf(model, typed);

    /// <summary>The error about a model that was looked for in vain among those that are listed.</summary>
    public MoltbotException MissingModel(string typed) => new ModelReview(Context).NotListed(typed);

    /// <summary>What puts credentials in, and takes them out.</summary>
    public AgentProfiles Profiles => new(installation, this);

    /// <summary>What is remembered about the use of the agent's profiles.</summary>
    public AgentProfileUsage ProfileUsage => new(installation, this, store);

    /// <summary>Reads the agent's view of the credentials, as much of it as can be read.</summary>
    public StoreReading ReadStore() => store.Read();

    /// <summary>A provider's order override.</summary>
    /// <exception cref="MoltbotException">The store cannot be read, or no provider is named.</exception>
    public AuthOrder GetOrder(ProviderId provider) => OrderIn(store.Read().StoreOrThrow(), Named(provider));

    /// <summary>The order that the configuration gives a provider where there is no override; <see langword="null"/> when it gives none.</summary>
    public IReadOnlyList<string>? GetConfiguredOrder(ProviderId provider) => installation.Configuration.Order(provider);

    /// <summary>The order override of every provider that has one.</summary>
    /// <exception cref="MoltbotException">The store cannot be read.</exception>
    public IReadOnlyList<AuthOrder> GetOrders()
    {
        AuthProfileStore view = store.Read().StoreOrThrow();
        return [.. view.OrderedProviders.Select(provider => OrderIn(view, provider))];
    }

    /// <summary>Checks that profiles exist and are a provider's, as <see cref="SetOrder"/> does, and changes nothing.</summary>
    /// <returns>The ids as they would be stored.</returns>
    /// <exception cref="MoltbotException">
    /// No provider or no profile is named, a profile does not exist or belongs to another provider, or the store cannot be read.
    /// </exception>
    internal IReadOnlyList<string> CheckOrder(ProviderId provider, IEnumerable<string> profileIds) =>
        CheckOrder(store.Read().StoreOrThrow(), Named(provider), profileIds);

    /// <summary>Finds out what <see cref="SetOrder"/> would do, and changes nothing.</summary>
    /// <exception cref="MoltbotException">As <see cref="CheckOrder(ProviderId, IEnumerable{string})"/>.</exception>
    public PlannedChange PlanOrder(ProviderId provider, IEnumerable<string> profileIds)
    {
        IReadOnlyList<string> ids = CheckOrder(provider, profileIds);
        return Plan($"Set the {provider} order to {string.Join(", ", ids)}", own => own.WithOrder(provider, ids));
    }

    /// <summary>Finds out what <see cref="ClearOrder"/> would do, and changes nothing.</summary>
    /// <exception cref="MoltbotException">No provider is named, or the store cannot be read.</exception>
    public PlannedChange PlanNoOrder(ProviderId provider)
    {
        AuthOrder order = GetOrder(provider);
        return Plan($"Clear the {provider} order{(order.IsSet ? $", {string.Join(", ", order.ProfileId)}" : "")}", own => own.WithoutOrder(Named(provider)));
    }

    /// <summary>Sets the order in which a provider's profiles are tried; only these are tried from then on.</summary>
    /// <returns>The order as it is stored.</returns>
    /// <exception cref="MoltbotException">As <see cref="CheckOrder(ProviderId, IEnumerable{string})"/>, or the store cannot be locked or written.</exception>
    public AuthOrder SetOrder(ProviderId provider, IEnumerable<string> profileIds, CancellationToken cancellation = default)
    {
        // Once before anything is created, and once more against what is there while the lock is held.
        IReadOnlyList<string> ids = CheckOrder(provider, profileIds);
        return OrderIn(store.Commit(new((own, view) => own.WithOrder(provider, CheckOrder(view, provider, ids))), cancellation), provider);
    }

    /// <summary>Removes a provider's order override from the agent's own store.</summary>
    /// <remarks>An agent without a store has none to remove, and gets no store for that.</remarks>
    /// <returns>What is in force afterwards: an override that the agent inherits, or none.</returns>
    /// <exception cref="MoltbotException">No provider is named, or the store cannot be read, locked or written.</exception>
    public AuthOrder ClearOrder(ProviderId provider, CancellationToken cancellation = default) => store.Exists
        ? OrderIn(store.Commit(StoreChange.Of(own => own.WithoutOrder(Named(provider))), cancellation), provider)
        : GetOrder(provider);

    /// <summary>The orders that name profiles which do not exist: those of the agent's own store, then those of the configuration.</summary>
    /// <param name="provider">The only provider to look at, or <see langword="null"/> for all.</param>
    /// <exception cref="MoltbotException">A store cannot be read.</exception>
    public IReadOnlyList<AuthOrder> FindBrokenOrders(ProviderId? provider = null) => NewOrderRepair().Find(provider);

    /// <summary>Takes the profiles that do not exist out of one of the orders that were found; one of which nothing is left goes.</summary>
    /// <returns>What is left of it.</returns>
    /// <exception cref="MoltbotException">A store cannot be read, or the file that the order is in cannot be locked or written.</exception>
    public AuthOrder RepairOrder(AuthOrder order, CancellationToken cancellation = default) => NewOrderRepair().Repair(order, cancellation);

    /// <summary>Reports whether the agent's model credentials are fine.</summary>
    /// <param name="provider">The only provider to look at, or <see langword="null"/> for all.</param>
    /// <param name="warnWithin">How long before its end a credential counts as expiring; a day if omitted.</param>
    /// <param name="asAgent">Whether the agent's own model is shown, where a gateway of today shows it on demand.</param>
    public ModelStatus GetModelStatus(ProviderId? provider = null, TimeSpan? warnWithin = null, bool asAgent = false) =>
        new ModelStatusReport(Context, installation.Facts).Build(provider, warnWithin, asAgent);

    /// <summary>Everything there is to see of the agent's profiles.</summary>
    /// <exception cref="MoltbotException">The store cannot be read.</exception>
    public ProfileListing GetProfiles(TimeSpan? warnWithin = null)
    {
        AgentContext context = Context;
        return new ProfileListing(new ProfileOverview(context, context.View, warnWithin).All, [.. context.Reading.Warnings.Select(warning => warning.MessageIn(context.Environment.FrontEnd))]);
    }

    /// <summary>The profiles as a gateway of today lists them; <see langword="null"/> where the installation is none of such a gateway.</summary>
    /// <param name="provider">The only provider to list, or <see langword="null"/> for all.</param>
    /// <exception cref="MoltbotException">The store cannot be read.</exception>
    public TodayProfileList? ListAsToday(ProviderId? provider = null) => IsOfToday ? new TodayProfileList(Context, provider) : null;

    /// <summary>Whether a gateway of today keeps its installation.</summary>
    public bool IsOfToday => installation.Layout.Kind == LayoutKind.Today;

    /// <summary>The error about a profile that was looked for in vain: it does not exist, or is another provider's.</summary>
    /// <param name="profileId">The id that was looked for.</param>
    /// <param name="provider">The provider it should have been of, or <see langword="null"/> for any.</param>
    /// <exception cref="MoltbotException">The store cannot be read.</exception>
    public MoltbotException MissingProfile(string profileId, ProviderId? provider = null)
    {
        AuthProfileStore view = store.Read().StoreOrThrow();
        return provider is { } wanted && view.Find(profileId) is { } other
            ? ProfileErrors.OfOtherProvider(other, wanted)
            : ProfileErrors.NotFound(profileId, view, Directory);
    }

    /// <summary>Everything that a provider's credential could be taken from, which of it is used now, and why the rest is not.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="secrets">Follows references (<see cref="MoltbotInstallation.OpenSecrets"/>).</param>
    /// <exception cref="MoltbotException">No provider is named, or a store cannot be read.</exception>
    public AuthCandidates ExplainCandidates(ProviderId provider, SecretResolver secrets) =>
        new CandidateReport(Context, Named(provider).Value, secrets).Build();

    /// <summary>The credentials that the agent's next run would use, with the secrets that are kept elsewhere.</summary>
    /// <param name="secrets">Follows references (<see cref="MoltbotInstallation.OpenSecrets"/>).</param>
    /// <exception cref="MoltbotException">The store cannot be read.</exception>
    public AgentCredentials OpenCredentials(SecretResolver secrets) => new(Context, secrets);

    /// <summary>Opens the way to the providers that renew the sign-ins of the agent's installation; to be disposed of after the command.</summary>
    public InstallationSignIns OpenSignIns() => installation.OpenSignIns();

    /// <summary>Finds out which providers can be asked how much of a plan is left; to be disposed of after the command. Nothing is sent yet.</summary>
    /// <param name="options">Whom to ask and how.</param>
    /// <param name="secrets">Follows references (<see cref="MoltbotInstallation.OpenSecrets"/>), all in one pass.</param>
    /// <param name="network">What carries the requests in a test; the network if <see langword="null"/>.</param>
    /// <exception cref="MoltbotException">The store cannot be read.</exception>
    public AgentUsage OpenUsage(UsageOptions options, SecretResolver secrets, HttpMessageHandler? network = null) => AgentUsage.Prepare(installation, Context, options, secrets, network);

    /// <summary>
    /// Asks for somebody who looks at something else meanwhile: only the providers of which there is a sign-in or a token, for a
    /// few seconds, and with what is there without renewing or fetching anything. Nothing is changed.
    /// </summary>
    /// <param name="provider">The only provider to ask, or <see langword="null"/> for all.</param>
    /// <param name="network">What carries the requests in a test; the network if <see langword="null"/>.</param>
    /// <returns>What each says; nothing where nobody is to be asked, as where the environment says that there is no network.</returns>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.EndpointsInvalid"/>: it is not known where requests are to go.</exception>
    public async Task<IReadOnlyList<ProviderUsage>> GlanceAtUsageAsync(ProviderId? provider = null, HttpMessageHandler? network = null)
    {
        using AgentUsage? usage = AgentUsage.PrepareGlance(installation, Context, provider, network);
        return usage is null ? [] : await usage.AskAsync().ConfigureAwait(false);
    }

    /// <summary>Opens the way to the providers that say whether they accept the agent's credentials; to be disposed of after the command.</summary>
    public InstallationProbes OpenProbes() => installation.OpenProbes();

    /// <summary>Whether a profile is a sign-in that has expired and could be renewed.</summary>
    /// <exception cref="MoltbotException">The store cannot be read.</exception>
    public bool HasExpiredSignIn(string profileId) =>
        store.Read().StoreOrThrow().Find(profileId) is { Kind: AuthProfileKind.OAuth, Refresh.IsBlank: false } signIn && !SignIns.IsFresh(signIn, installation.Now);

    /// <summary>The secret of a profile as it is kept, whether it has expired or not; of a sign-in the access token.</summary>
    /// <param name="profileId">The profile.</param>
    /// <param name="secrets">Follows references (<see cref="MoltbotInstallation.OpenSecrets"/>).</param>
    /// <returns>The secret or why it cannot be had; <see langword="null"/> when there is no such profile.</returns>
    /// <exception cref="MoltbotException">The store cannot be read.</exception>
    public FetchedSecret? FindSecret(string profileId, SecretResolver secrets)
    {
        AuthProfileStore view = store.Read().StoreOrThrow();
        AuthProfile? profile = view.Find(profileId);
        if (profile is null)
            return null;

        if (profile.IsLeftToGateway)
            return new FetchedSecret(CredentialErrors.LeftToGateway(profileId));

        return profile.Reference is { } reference ? secrets.Resolve(reference) : new FetchedSecret(profile.PlainSecret);
    }

    /// <summary>An order override of the agent, with those of its ids that a view knows no profile of.</summary>
    internal AuthOrder OrderOf(ProviderId provider, IReadOnlyList<string>? profileIds, AuthProfileStore view)
    {
        IReadOnlyList<string> ids = profileIds ?? [];
        return new AuthOrder(StateDirectory, Id.Value, provider.Value, StorePath, [.. ids]) { FrontEnd = installation.Environment.FrontEnd, UnknownProfileId = [.. ids.Where(id => view.Find(id) is null)] };
    }

    /// <summary>A change of the agent's own store that is made without regard to others. An agent without a store has nothing to lose.</summary>
    private PlannedChange Plan(string action, Func<StoreContent, StoreContent> rule)
    {
        StoreReading reading = store.Read();
        StoreContent before = reading.Own ?? StoreContent.Of(reading.Imported);
        return new PlannedChange(StorePath, action) { IsDone = JsonNode.DeepEquals(rule(before).ToJson(), before.ToJson()) };
    }

    private OrderRepair NewOrderRepair()
    {
        Readings readings = new();
        return new OrderRepair(ContextIn(readings), [.. installation.ContextsIn(readings)]);
    }

    private AuthOrder OrderIn(AuthProfileStore view, ProviderId provider) => OrderOf(provider, view.OrderOverride(provider), view);

    private string[] CheckOrder(AuthProfileStore view, ProviderId provider, IEnumerable<string> profileIds)
    {
        string[] ids = [.. profileIds.Select(EcmaScriptText.Trim).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)];
        if (ids.Length == 0)
            throw new MoltbotException(ErrorCode.OrderEmpty, "Missing profile ids. Provide one or more profile ids, or clear the order to remove it.");

        foreach (string id in ids)
        {
            AuthProfile profile = view.Find(id) ?? throw ProfileErrors.NotFound(id, view, Directory);
            if (profile.Provider != provider)
                throw ProfileErrors.OfOtherProvider(profile, provider);
        }

        return ids;
    }

    private static ProviderId Named(ProviderId provider) => provider.IsEmpty
        ? throw new MoltbotException(ErrorCode.ProviderMissing, "Missing provider. Name the provider that is meant, for instance anthropic.")
        : provider;
}

using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Text;

namespace Moltbot.Core.Profiles;

/// <summary>
/// What an operation about one agent needs to know. It is made anew for each operation, whose time stands still, and reads
/// the agent's credentials once.
/// </summary>
internal sealed class AgentContext
{
    private readonly Lazy<StoreReading> reading;

    /// <summary>The surroundings of an operation.</summary>
    /// <param name="id">The agent's id.</param>
    /// <param name="directory">The absolute path of the agent's directory, whether it exists or not.</param>
    /// <param name="store">The agent's credentials.</param>
    /// <param name="paths">Where the files of the installation are.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="environment">The environment after everything that adds to it.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="readings">What the operation reads for other agents too; nothing if omitted.</param>
    public AgentContext(
        AgentId id,
        string directory,
        IProfileStore store,
        InstallationPaths paths,
        ConfigurationFile configuration,
        ProcessEnvironment environment,
        TimeProvider clock,
        Readings? readings = null)
    {
        Id = id;
        Directory = directory;
        Store = store;
        Paths = paths;
        ConfigurationFile = configuration;
        Environment = environment;
        Clock = clock;
        Now = UnixTime.Now(clock);
        reading = new Lazy<StoreReading>(() => store.Read(readings));
    }

    /// <summary>The agent's id.</summary>
    public AgentId Id { get; }

    /// <summary>The absolute path of the agent's directory, whether it exists or not.</summary>
    public string Directory { get; }

    /// <summary>The absolute path of the file that the gateway copies the configuration's models to, whether it exists or not.</summary>
    public string ModelsPath => Path.Combine(Directory, "models.json");

    /// <summary>Where the agent's own store is, whether it exists or not. Of a gateway of today what is read says so, and it is read once.</summary>
    public StorePlace StorePlace
    {
        get
        {
            _ = Reading;
            return Store.Place;
        }
    }

    /// <summary>The absolute path of the agent's own store, whether it exists or not.</summary>
    public string StorePath => StorePlace.Path;

    /// <summary>The agent's credentials, to change them.</summary>
    public IProfileStore Store { get; }

    /// <summary>Where the files of the installation are.</summary>
    public InstallationPaths Paths { get; }

    /// <summary>The configuration, to change it.</summary>
    public ConfigurationFile ConfigurationFile { get; }

    /// <summary>The environment after everything that adds to it.</summary>
    public ProcessEnvironment Environment { get; }

    /// <summary>What is remembered of renewals of sign-ins.</summary>
    public RenewalRecords Renewals => new(Paths.RenewalsDirectory);

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The time of the operation, in milliseconds since the Unix epoch.</summary>
    public double Now { get; }

    /// <summary>What the configuration says; nothing where it cannot be used.</summary>
    public MoltbotConfiguration Configuration => ConfigurationFile.Configuration;

    /// <summary>What could be read of the credentials, and what could not.</summary>
    public StoreReading Reading => reading.Value;

    /// <summary>The agent's view of the credentials.</summary>
    /// <exception cref="MoltbotException">A store cannot be read.</exception>
    public AuthProfileStore View => Reading.StoreOrThrow();

    /// <summary>The main agent's view of the credentials; the same for the main agent.</summary>
    /// <exception cref="MoltbotException">A store cannot be read.</exception>
    public AuthProfileStore MainView
    {
        get
        {
            Reading.StoreOrThrow();
            return Reading.Main;
        }
    }

    /// <summary>The absolute path of the state directory of the installation.</summary>
    public string StateDirectory => Paths.StateDirectory;

    /// <summary>The same agent, with its files as they are now.</summary>
    public AgentContext ReadAgain()
    {
        ConfigurationFile configuration = ConfigurationFile.ReadAgain();
        return new AgentContext(Id, Directory, Store, Paths, configuration, configuration.Loaded.Environment, Clock);
    }

    /// <summary>Whether the agent's own store has an entry of this id, of whatever kind.</summary>
    /// <exception cref="MoltbotException">A store cannot be read.</exception>
    public bool Owns(string profileId)
    {
        Reading.StoreOrThrow();
        return Reading.Owns(profileId);
    }

    /// <summary>The profile of an id.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ProfileNotFound"/>, or a store cannot be read.</exception>
    public AuthProfile Profile(string profileId) => View.Find(profileId) ?? throw ProfileErrors.NotFound(profileId, View, Directory);
}

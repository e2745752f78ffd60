using Moltbot.Core.Installation;

namespace Moltbot.Core.Profiles.Today;

/// <summary>Where a gateway of today keeps the credentials of an agent, and what keeps it from using them (docs/gateway/later.md §2.1). All paths are absolute.</summary>
/// <param name="StateDatabase">The database of the state directory.</param>
/// <param name="MainDatabase">The main agent's database.</param>
/// <param name="OwnDatabase">The agent's own database; the main agent's for the main agent.</param>
/// <param name="JanuaryFiles">The files of January's that stop the gateway where they exist.</param>
internal sealed record TodayPlaces(string StateDatabase, string MainDatabase, string OwnDatabase, IReadOnlyList<string> JanuaryFiles)
{
    private const string AgentDatabase = "openclaw-agent.sqlite";

    /// <summary>Whether they are the main agent's.</summary>
    public bool IsMain => OwnDatabase == MainDatabase;

    /// <summary>The places of an agent.</summary>
    /// <param name="paths">Where the installation is.</param>
    /// <param name="directory">The absolute path of the agent's directory.</param>
    public static TodayPlaces Of(InstallationPaths paths, string directory)
    {
        string main = Path.Combine(paths.MainAgentDirectory, AgentDatabase);
        string own = Path.Combine(directory, AgentDatabase);
        return new TodayPlaces(paths.StateDatabasePath, main, own, own == main ? paths.JanuaryFilesOfMain : InstallationPaths.JanuaryFilesIn(directory));
    }
}

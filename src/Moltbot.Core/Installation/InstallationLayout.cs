using Moltbot.Core.Errors;
using Moltbot.Core.Files;

namespace Moltbot.Core.Installation;

/// <summary>
/// Which generation of gateways a place belongs to. That is told by what is there, at the end of all links, without
/// opening anything, and anew each time: a gateway can take an installation over at any moment (docs/gateway/later.md §7.2).
/// One file of the January layout keeps a gateway of today from running, so what is today's is neither read nor written.
/// </summary>
public sealed class InstallationLayout
{
    private const int MostLinks = 40;
    private const FileAttributes NothingThere = (FileAttributes)(-1);
    private const string AgentsName = "agents";

    /// <summary>What a gateway of today keeps in its state directory or in an agent's directory, and nobody else anywhere.</summary>
    private static readonly string[] Databases =
    [
        Path.Combine("state", "openclaw.sqlite"),
        "openclaw-agent.sqlite",
        Path.Combine("agent", "openclaw-agent.sqlite"),
    ];

    /// <summary>The same, with what tells only in a state directory: elsewhere a file of that name may be anybody's.</summary>
    private static readonly string[] InState = [InstallationPaths.TodayConfigName, .. Databases];

    private readonly string? obstacle;

    /// <summary>Where a state directory is at the end of its links, once that is known.</summary>
    private string? stateDirectory;

    private InstallationLayout(LayoutKind kind, string place, string evidence, string? obstacle = null)
    {
        Kind = kind;
        Place = place;
        Evidence = evidence;
        this.obstacle = obstacle;
    }

    /// <summary>The generation.</summary>
    public LayoutKind Kind { get; }

    /// <summary>The absolute path that was looked at.</summary>
    public string Place { get; }

    /// <summary>The absolute path of what tells that it is today's, or of what could not be looked at; else the place itself.</summary>
    public string Evidence { get; }

    /// <summary>How the generation is known.</summary>
    public string Reason => Kind switch
    {
        LayoutKind.January => "nothing of a newer gateway is there",
        LayoutKind.Today when InstallationPaths.IsTodayName(Path.GetFileName(Evidence)) => $"{Evidence} has the name that today's gateway gives its state directory",
        LayoutKind.Today => $"{Evidence} is there, which today's gateway makes",
        _ => $"{Evidence} cannot be looked at ({obstacle})",
    };

    /// <summary>Whether files of the January layout may be written there.</summary>
    public WriteVerdict MayWrite => Kind switch
    {
        LayoutKind.January => WriteVerdict.Allowed,
        LayoutKind.Today => WriteVerdict.Refused(NotServed()),
        _ => WriteVerdict.Refused(NotTold()),
    };

    /// <summary>Whether files of ours may be kept there, which no gateway of any generation looks at.</summary>
    public WriteVerdict MayKeep => Kind == LayoutKind.Unknown ? WriteVerdict.Refused(NotTold()) : WriteVerdict.Allowed;

    /// <summary>Why nothing is known of what a gateway keeps there; <see langword="null"/> when it can be read as far as anybody can tell.</summary>
    public MoltbotException? Unseen => Kind == LayoutKind.Today ? NotServed() : null;

    /// <summary>The layout of an installation.</summary>
    public static InstallationLayout Of(InstallationPaths paths) => Look(paths.StateDirectory, isFile: false, Resolve, within: null);

    /// <summary>The layout behind one of the installation's files, which may lie in another installation.</summary>
    /// <param name="path">The absolute path of the file, whether it exists or not.</param>
    internal InstallationLayout At(string path)
    {
        if (Kind == LayoutKind.Today)
            return this;

        // What lies in the installation itself needs no look beyond it: on some systems that asks a server for each name.
        InstallationLayout there = Look(path, isFile: true, ResolveHere, stateDirectory);
        return Kind == LayoutKind.January || there.Kind == LayoutKind.Today ? there : this;
    }

    /// <summary>Looks at the path, and at everything that it leads to in turn, up to a directory that has been looked at.</summary>
    private static InstallationLayout Look(string path, bool isFile, Func<string, string?> resolve, string? within)
    {
        InstallationLayout seen = new(LayoutKind.January, path, path);
        string? next = path;
        for (int links = 0; next is not null && links <= MostLinks; links++)
        {
            if (Path.GetDirectoryName(next) is not { } parent)
                return seen; // the root of a file system
            if (resolve(parent) is not { } realParent)
                return isFile ? seen : new InstallationLayout(LayoutKind.Unknown, path, next, "its links lead in a circle");

            string place = Path.Join(realParent, Path.GetFileName(next));
            InstallationLayout found = LookUpwards(path, place, isFile, within);
            if (found.Kind == LayoutKind.Today)
                return found;
            if (found.Kind == LayoutKind.Unknown)
                seen = found;

            seen.stateDirectory = isFile ? null : place;
            next = new FileInfo(place).LinkTarget is { } target ? Path.GetFullPath(target, realParent) : null;
        }

        return seen;
    }

    /// <summary>Looks at a place and those above it: what lies in an installation belongs to it.</summary>
    private static InstallationLayout LookUpwards(string path, string place, bool isFile, string? within)
    {
        InstallationLayout seen = new(LayoutKind.January, path, path);
        bool isState = !isFile;
        bool isBesideFile = isFile;
        for (string? directory = isFile ? Path.GetDirectoryName(place) : place; directory is not null && !PathComparison.Here.AreSame(directory, within); directory = Path.GetDirectoryName(directory))
        {
            string name = Path.GetFileName(directory);
            if (InstallationPaths.IsTodayName(name))
                return new InstallationLayout(LayoutKind.Today, path, directory);

            InstallationLayout found = LookAt(path, directory, isState || isBesideFile ? InState : isFile ? Databases : []);

            // What is closed to us matters where the gateway's own files would be, and beside a file that is read anyway it shows by itself.
            if (found.Kind == LayoutKind.Today || (found.Kind == LayoutKind.Unknown && isState))
                return found;

            isBesideFile = false;
            isState = name.Equals(AgentsName, StringComparison.OrdinalIgnoreCase);
        }

        return seen;
    }

    private static InstallationLayout LookAt(string path, string directory, string[] names)
    {
        InstallationLayout? closed = null;
        foreach (string name in names)
        {
            string evidence = Path.Join(directory, name);
            try
            {
                if (new FileInfo(evidence).Attributes != NothingThere)
                    return new InstallationLayout(LayoutKind.Today, path, evidence);
            }
            catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
            {
                closed ??= new InstallationLayout(LayoutKind.Unknown, path, evidence, refusal.Message.TrimEnd('.'));
            }
        }

        return closed ?? new InstallationLayout(LayoutKind.January, path, path);
    }

    /// <summary>A path without any link; <see langword="null"/> when they lead in a circle.</summary>
    private static string? Resolve(string path) => Resolve(path, static path => RealPath.Resolve(path));

    /// <summary>The same; the links on the way to the state directory have been followed already.</summary>
    private string? ResolveHere(string path) =>
        stateDirectory is not null && PathComparison.Here.Behind(path, Place) is not null
            ? Resolve(path, path => RealPath.Resolve(path[Place.Length..], stateDirectory))
            : Resolve(path);

    private static string? Resolve(string path, Func<string, string> resolve)
    {
        try
        {
            return resolve(path);
        }
        catch (MoltbotException)
        {
            return null;
        }
    }

    /// <summary>That a file of January's lies in an installation of today's.</summary>
    internal static MoltbotException Pending(string path) => MoltbotException.At(path, ErrorCode.MigrationPending,
        $"{path} is a file of an older gateway, and as long as it is there the gateway of this installation, openclaw, does not use the agent's credentials. Nothing is changed. Have the gateway take it over with {GatewayCommands.Repair}, or move it away.");

    private MoltbotException NotServed() => MoltbotException.At(Evidence, ErrorCode.InstallationNotServed,
        $"{Place} belongs to a newer gateway, openclaw, as {Evidence} shows. Of what it keeps, credentials, orders, usage, sessions, models and variables are read and changed here, and this is not: a file as it is written for older ones would stop that gateway. Nothing was changed. Use the gateway's own commands: `openclaw models status`, `openclaw models auth …`.");

    private MoltbotException NotTold() => MoltbotException.At(Evidence, ErrorCode.InstallationUnreadable,
        $"It cannot be told whether {Place} belongs to a newer gateway, openclaw, which a file as it is written here would stop: {Evidence} cannot be looked at ({obstacle}). Nothing is changed. Check who owns that place and who may read it, then try again.");
}

using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Running;

/// <summary>
/// A home directory with the files of a test in it, and runs of the program there: with the environment that the test
/// gives it and nothing else, what it gives to read, and no terminal. No run may show a secret that lay in the files or in the
/// environment.
/// </summary>
/// <param name="layout">Whose gateway keeps the credentials there.</param>
internal sealed class CommandScene(SceneLayout layout = SceneLayout.January) : IDisposable
{
    private const string PlainPath = "/usr/local/bin:/usr/bin:/bin";

    /// <summary>Where the runtime is, in case that is not where it usually is, and where Windows is.</summary>
    private static readonly string[] NeededToStart = ["DOTNET_ROOT", "SystemRoot"];

    /// <summary>The home directory, which is also where the program runs.</summary>
    public TemporaryHome Home { get; } = new();

    /// <summary>The environment apart from HOME and PATH. Nothing leaves this machine: no test asks a real provider.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal) { ["NO_COLOR"] = "1", ["MOLTBOT_OFFLINE"] = "1" };

    /// <summary>The working directory, relative to the home directory.</summary>
    public string WorkingDirectory { get; set; } = "";

    /// <summary>What the program reads from standard input. No run may show it.</summary>
    public string Input { get; set; } = "";

    /// <summary>The main agent's store in January's layout.</summary>
    public string StorePath => Home[StoreOf("main")];

    /// <summary>The configuration.</summary>
    public string ConfigPath => Home[ConfigName];

    /// <summary>The state directory, relative to the home directory.</summary>
    public string StateName => layout == SceneLayout.Today ? ".openclaw" : ".moltbot";

    private string ConfigName => layout == SceneLayout.Today ? ".openclaw/openclaw.json" : ".moltbot/moltbot.json";

    private TodayStores Databases => new(Home[".openclaw"]);

    /// <summary>Writes the main agent's store.</summary>
    public CommandScene WithStore(StoreBuilder store) => WithStore("main", store);

    /// <summary>Writes an agent's store.</summary>
    public CommandScene WithStore(string agent, StoreBuilder store)
    {
        if (layout == SceneLayout.January)
            return WithFile(StoreOf(agent), store.ToText());

        Databases.Write(agent, store.ToJson());
        return this;
    }

    /// <summary>What an agent's store holds, in the members of January's: an order and the use of profiles stand in it, wherever they are kept.</summary>
    public JsonNode ReadStore(string agent = "main") =>
        layout == SceneLayout.Today ? Databases.Read(agent) : JsonNode.Parse(File.ReadAllText(Home[StoreOf(agent)]))!;

    /// <summary>Writes the configuration.</summary>
    public CommandScene WithConfig(string json5) => WithFile(ConfigName, json5);

    /// <summary>Writes a file; "$HOME" in its text becomes the home directory.</summary>
    public CommandScene WithFile(string path, string text)
    {
        Home.Write(path, text);
        return this;
    }

    /// <summary>Sets a variable; "$HOME" in its value becomes the home directory.</summary>
    public CommandScene WithVariable(string name, string value)
    {
        Environment[name] = value;
        return this;
    }

    /// <summary>Gives the program something to read.</summary>
    public CommandScene WithInput(string text)
    {
        Input = text;
        return this;
    }

    /// <summary>Where an agent's store is, relative to the home directory.</summary>
    public static string StoreOf(string agent) => $".moltbot/agents/{agent}/agent/auth-profiles.json";

    /// <summary>Runs the program to its end.</summary>
    public CommandOutcome Run(params string[] arguments) => Start(arguments).Outcome();

    /// <summary>Runs an assembly of the program by <c>dotnet</c>, as a tool of .NET that is not installed is run.</summary>
    public CommandOutcome RunByDotnet(string assembly, params string[] arguments)
    {
        SkipReason.Program.Require(!BuiltProgram.IsPublished || !OperatingSystem.IsWindows(), "Where everything is published for Windows nothing is run by dotnet.");
        return StartProgram(System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [assembly, .. arguments]).Outcome();
    }

    /// <summary>Runs another program, which may start this one.</summary>
    public CommandOutcome RunProgram(string program, params string[] arguments) => StartProgram(program, arguments).Outcome();

    /// <summary>Runs the program in a Unix shell, as <c>$MOLTBOT</c> in a script.</summary>
    public CommandOutcome RunScript(string script)
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no Unix shell.");
        return StartProgram("/bin/bash", ["-c", script]).Outcome();
    }

    /// <summary>Runs the program on a terminal, at which a person types.</summary>
    public CommandOutcome RunOnTerminal(string[] arguments, params TerminalInput[] typed)
    {
        SkipReason.Program.Require(Unix.Has(TerminalRun.Program), "There is no script(1), which makes terminals.");
        return new TerminalRun(BuiltProgram.Path, arguments, EnvironmentOfRun(), Home[WorkingDirectory]).Type(typed);
    }

    /// <summary>Starts the program on a terminal, and does not wait for it.</summary>
    public TerminalRun StartOnTerminal(params string[] arguments)
    {
        SkipReason.Program.Require(Unix.Has(TerminalRun.Program), "There is no script(1), which makes terminals.");
        return new TerminalRun(BuiltProgram.Path, arguments, EnvironmentOfRun(), Home[WorkingDirectory]);
    }

    /// <summary>Runs a Unix shell script, with the program as <c>$MOLTBOT</c>, on a terminal, at which a person types.</summary>
    public CommandOutcome RunScriptOnTerminal(string script, params TerminalInput[] typed)
    {
        SkipReason.Program.Require(Unix.Has(TerminalRun.Program), "There is no script(1), which makes terminals.");
        return new TerminalRun("/bin/bash", ["-c", script], EnvironmentOfRun(), Home[WorkingDirectory]).Type(typed);
    }

    /// <summary>Runs the program as a user who has no rights beyond those that files grant.</summary>
    public CommandOutcome RunUnprivileged(params string[] arguments)
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");
        if (!System.Environment.IsPrivilegedProcess)
            return Run(arguments);

        SkipReason.Program.Require(Unix.Has("/usr/bin/setpriv"), "Modes do not apply to root, and there is no setpriv to give that up.");
        return StartProgram("/usr/bin/setpriv", ["--bounding-set=-all", "--inh-caps=-all", BuiltProgram.Path, .. arguments]).Outcome();
    }

    /// <summary>Starts the program and does not wait for it.</summary>
    public RunningCommand Start(params string[] arguments) => StartProgram(BuiltProgram.Path, arguments);

    /// <summary>Starts several runs at once. What must not be shown is what lay there before the first.</summary>
    public RunningCommand[] StartTogether(IEnumerable<string[]> commandLines)
    {
        Dictionary<string, string> environment = EnvironmentOfRun();
        LaidOutSecrets secrets = LaidOutSecrets.Of(Home, environment, Input);
        return [.. commandLines.Select(arguments => new RunningCommand(BuiltProgram.Path, arguments, environment, Home[WorkingDirectory], secrets, Input))];
    }

    public void Dispose() => Home.Dispose();

    private RunningCommand StartProgram(string program, string[] arguments)
    {
        Dictionary<string, string> environment = EnvironmentOfRun();
        return new RunningCommand(program, arguments, environment, Home[WorkingDirectory], LaidOutSecrets.Of(Home, environment, Input), Input);
    }

    private Dictionary<string, string> EnvironmentOfRun()
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["HOME"] = Home.Path,
            ["USERPROFILE"] = Home.Path,
            ["PATH"] = PlainPath,
            ["MOLTBOT"] = BuiltProgram.Path,
        };

        foreach (string name in NeededToStart)
        {
            if (System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
                environment[name] = value;
        }

        foreach ((string name, string value) in Environment)
            environment[name] = Home.Expand(value);

        return environment;
    }
}

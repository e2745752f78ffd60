using System.Text;
using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>
/// A service of the gateway, as the file describes it that the system starts it by: a unit of systemd, a list of properties of
/// launchd, or on Windows a task and the script that it runs.
/// </summary>
internal sealed class GatewayService
{
    private static readonly string[] Names = ["moltbot", "clawdbot", "bot.molt", "com.clawdbot", "openclaw", "ai.openclaw"];

    /// <summary>What else is started under such names.</summary>
    private static readonly string[] Others = ["node", "monitor"];

    /// <summary>The script of a task, in the state directory.</summary>
    private const string Script = "gateway.cmd";

    private static readonly string[] Tasks = ["Moltbot Gateway", "Clawdbot Gateway", "OpenClaw Gateway"];
    private static readonly string[] StateVariables = ["MOLTBOT_STATE_DIR", "CLAWDBOT_STATE_DIR", "OPENCLAW_STATE_DIR"];
    private static readonly EnumerationOptions Readable = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    private readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);
    private readonly List<string> missing = [];
    private readonly ProcessEnvironment environment;

    private GatewayService(string path, ProcessEnvironment environment)
    {
        Path = path;
        this.environment = environment;
    }

    /// <summary>The absolute path of the file.</summary>
    public string Path { get; }

    /// <summary>The names of the variables that the service gets, besides those of the installation's own files.</summary>
    public IReadOnlySet<string> Variables => variables.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>The files of variables without which it does not start, and which are not there.</summary>
    public IReadOnlyList<string> MissingFiles => missing;

    /// <summary>The state directory that it is given, or <see langword="null"/> for the usual one.</summary>
    public string? StateDirectory => StateVariables.Select(name => variables.GetValueOrDefault(name)).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value)) is { } state ? UserPath.Expand(state, environment) : null;

    /// <summary>The account that it runs as, or <see langword="null"/> where the file does not say: that of who starts it.</summary>
    public string? Account { get; private set; }

    /// <summary>Whether it runs as somebody else than whoever looks, as far as names tell.</summary>
    public bool IsOfAnotherAccount => Account is { } account
        && (environment.GetNonBlank("USER") ?? environment.GetNonBlank("LOGNAME") ?? environment.GetNonBlank("USERNAME")) is { } user
        && (IsWellKnown(account) || !account.StartsWith("S-1-", StringComparison.OrdinalIgnoreCase))
        && !account[(account.LastIndexOf('\\') + 1)..].Equals(user, StringComparison.OrdinalIgnoreCase);

    /// <summary>The services of the user, and those of the system.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="stateDirectory">Where the script of a Windows task is looked for.</param>
    /// <param name="ofSystem">Whether those of the system are looked for too.</param>
    public static IEnumerable<GatewayService> Find(ProcessEnvironment environment, string stateDirectory, bool ofSystem) =>
        environment.Platform == OperatingSystemKind.Windows ? FindTasks(environment, stateDirectory) : FindFiles(environment, ofSystem);

    private static IEnumerable<GatewayService> FindFiles(ProcessEnvironment environment, bool ofSystem)
    {
        string home = environment.HomeDirectory;
        string configuration = environment.GetNonBlank("XDG_CONFIG_HOME") ?? System.IO.Path.Combine(home, ".config");
        foreach (string path in Files(System.IO.Path.Combine(configuration, "systemd", "user"), "*.service").Concat(ofSystem ? Files("/etc/systemd/system", "*.service") : []))
        {
            if (Read(path) is { } text)
                yield return OfUnit(path, text, environment);
        }

        foreach (string path in Files(System.IO.Path.Combine(home, "Library", "LaunchAgents"), "*.plist").Concat(ofSystem ? Files("/Library/LaunchAgents", "*.plist").Concat(Files("/Library/LaunchDaemons", "*.plist")) : []))
        {
            if (Read(path) is { } text)
                yield return OfPropertyList(path, text, environment);
        }
    }

    /// <summary>The tasks that may be read, and the script of this installation if none of them names it.</summary>
    private static IEnumerable<GatewayService> FindTasks(ProcessEnvironment environment, string stateDirectory)
    {
        string script = System.IO.Path.Combine(stateDirectory, Script);
        bool isNamed = false;
        string[] folder = environment.GetNonBlank("SystemRoot") is { } system ? [System.IO.Path.Combine(system, "System32", "Tasks")] : [];
        foreach (string path in folder.SelectMany(tasks => Tasks.SelectMany(name => Directory.Exists(tasks) ? Directory.EnumerateFiles(tasks, name + "*", Readable) : []).Order(StringComparer.Ordinal)))
        {
            if (Read(path) is not { } text || OfTask(path, text, environment) is not { } service)
                continue;

            isNamed |= service.variables.Count > 0;
            yield return service;
        }

        if (!isNamed && Read(script) is { } commands)
            yield return new GatewayService(script, environment).WithScript(commands);
    }

    private static IEnumerable<string> Files(string directory, string pattern) => Directory.Exists(directory)
        ? Directory.EnumerateFiles(directory, pattern, Readable)
            .Where(path => IsName(System.IO.Path.GetFileName(path)))
            .Order(StringComparer.Ordinal)
        : [];

    private static bool IsName(string file) =>
        Array.Exists(Names, name => file.StartsWith(name, StringComparison.OrdinalIgnoreCase)) && !Array.Exists(Others, other => file.Contains(other, StringComparison.OrdinalIgnoreCase));

    private static string? Read(string path)
    {
        try
        {
            return SharedFile.Read(path, FileLimit.Record) is { } content ? TextOf(content) : null;
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            return null; // a service of somebody else
        }
    }

    /// <summary>Tasks are kept in UTF-16, everything else in UTF-8.</summary>
    private static string TextOf(byte[] content) =>
        (content is [0xFF, 0xFE, ..] ? Encoding.Unicode : Encoding.UTF8).GetString(content).TrimStart('\uFEFF');

    private static GatewayService? OfTask(string path, string text, ProcessEnvironment environment)
    {
        GatewayService service = new(path, environment) { Account = Element(text, "UserId") };
        return Element(text, "Command")?.Trim('"') is { Length: > 0 } command && Read(command) is { } commands ? service.WithScript(commands) : service;
    }

    private static string? Element(string text, string name)
    {
        int at = 0;
        return Next(text, name, ref at, text.Length);
    }

    /// <summary>The variables that a script of cmd sets before it starts the gateway.</summary>
    private GatewayService WithScript(string commands)
    {
        foreach (string line in commands.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("set ", StringComparison.OrdinalIgnoreCase)))
        {
            string assignment = line["set ".Length..].Trim().Trim('"');
            int equals = assignment.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                variables[assignment[..equals]] = assignment[(equals + 1)..];
        }

        return this;
    }

    private static bool IsWellKnown(string account) => account is "S-1-5-18" or "S-1-5-19" or "S-1-5-20";

    private static GatewayService OfUnit(string path, string text, ProcessEnvironment environment)
    {
        GatewayService service = new(path, environment);
        foreach (string line in text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith("EnvironmentFile=", StringComparison.Ordinal))
                service.TakeFile(line["EnvironmentFile=".Length..].Trim());
            else if (line.StartsWith("Environment=", StringComparison.Ordinal))
                service.Take(line["Environment=".Length..]);
            else if (line.StartsWith("User=", StringComparison.Ordinal))
                service.Account = line["User=".Length..].Trim();
        }

        return service;
    }

    /// <summary>Assignments with blanks between, each perhaps in quotes.</summary>
    private void Take(string assignments)
    {
        char quote = '\0';
        StringBuilder word = new();
        foreach (char c in assignments + " ")
        {
            if (quote == '\0' && c is '"' or '\'')
                quote = c;
            else if (c == quote)
                quote = '\0';
            else if (quote == '\0' && char.IsWhiteSpace(c))
                Add(word);
            else
                word.Append(c);
        }
    }

    private void Add(StringBuilder word)
    {
        string assignment = word.ToString();
        word.Clear();
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0)
            variables[assignment[..equals]] = Expand(assignment[(equals + 1)..]);
    }

    /// <summary>A minus sign before the name says that it need not be there.</summary>
    private void TakeFile(string name)
    {
        bool isOptional = name.StartsWith('-');
        string path = Expand(name.TrimStart('-'));
        if (Read(path) is not { } text)
        {
            if (!isOptional && !RealPath.Exists(path))
                missing.Add(path);
            return;
        }

        foreach ((string variable, string value) in DotEnvReader.Read(text))
            variables[variable] = value;
    }

    private string Expand(string text) => text.Replace("%h", environment.HomeDirectory, StringComparison.Ordinal);

    /// <summary>The texts of the dictionary of variables: a key, and the string behind it.</summary>
    private static GatewayService OfPropertyList(string path, string text, ProcessEnvironment environment)
    {
        GatewayService service = new(path, environment);
        int name = text.IndexOf("<key>UserName</key>", StringComparison.Ordinal);
        if (name >= 0)
            service.Account = Next(text, "string", ref name, text.Length);

        int start = text.IndexOf("<key>EnvironmentVariables</key>", StringComparison.Ordinal);
        int end = start < 0 ? -1 : text.IndexOf("</dict>", start, StringComparison.Ordinal);
        if (end < 0)
            return service;

        int at = text.IndexOf("<dict>", start, StringComparison.Ordinal);
        while (at >= 0 && Next(text, "key", ref at, end) is { } variable && Next(text, "string", ref at, end) is { } value)
            service.variables[variable] = value;

        return service;
    }

    private static string? Next(string text, string element, ref int at, int end)
    {
        int open = text.IndexOf($"<{element}>", at, StringComparison.Ordinal);
        int close = open < 0 ? -1 : text.IndexOf($"</{element}>", open, StringComparison.Ordinal);
        if (close < 0 || close > end)
            return null;

        at = close;
        return System.Net.WebUtility.HtmlDecode(text[(open + element.Length + 2)..close]);
    }
}

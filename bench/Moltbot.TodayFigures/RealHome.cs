using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.TodayFigures;

/// <summary>An installation that the gateway's own program has made.</summary>
internal sealed class RealHome : IDisposable
{
    private readonly TemporaryHome home = new();
    private readonly string ours;
    private readonly string gateway;

    public RealHome(string ours, string gateway)
    {
        this.ours = ours;
        this.gateway = gateway;
        Directory.CreateDirectory(home[".openclaw"]);
        File.WriteAllText(home[".openclaw/openclaw.json"], """{"gateway":{"mode":"local"}}""");
        Require(Theirs("models auth paste-api-key --provider acme --profile-id acme:first", Key("first")));
        Require(Theirs("models auth order set --provider acme acme:first"));
    }

    public string Path => home.Path;

    public string StateDatabase => home[".openclaw/state/openclaw.sqlite"];

    public string AgentDatabase => home[".openclaw/agents/main/agent/openclaw-agent.sqlite"];

    public static string Key(string name) => $"key-of-{name}-0123456789abcdef\n";

    public Measured Ours(string arguments, string input = "") => Measured.Run(Path, ours, arguments, input);

    public Measured Theirs(string arguments, string input = "") => Measured.Run(Path, gateway, arguments, input);

    /// <summary>The ids of all profiles, as we see them.</summary>
    public HashSet<string> Ids() => [.. JsonNode.Parse(Require(Ours("models auth list --json")).Output)!["profiles"]!.AsArray().Select(profile => profile!["id"]!.GetValue<string>())];

    /// <summary>The order of the provider, as we see it.</summary>
    public string[] Order() => [.. JsonNode.Parse(Require(Ours("models auth order get --provider acme --json")).Output)!["order"]?.AsArray().Select(id => id!.GetValue<string>()) ?? []];

    /// <summary>What the databases say of themselves.</summary>
    public bool AreWhole() => new[] { StateDatabase, AgentDatabase }.All(path => TodayDatabase.Ask(path, "PRAGMA integrity_check") == "ok");

    public static Measured Require(Measured run) => run.ExitCode == 0 ? run : throw new InvalidOperationException($"exit code {run.ExitCode}: {run.Errors}{run.Output}");

    public void Dispose() => home.Dispose();
}

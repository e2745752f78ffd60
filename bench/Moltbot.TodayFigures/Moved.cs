using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.TodayFigures;

/// <summary>A home of January that the gateway's own doctor takes over: we see the same credentials, and leave no file there that stops it.</summary>
internal static class Moved
{
    private static readonly (string Arguments, string Input)[] Changes =
    [
        ("models auth paste-api-key --provider zai --profile-id zai:new", RealHome.Key("new")),
        ("models auth paste-token --provider zai --profile-id zai:token", RealHome.Key("token")),
        ("models auth paste-api-key --provider acme --profile-id acme:ops --agent ops", RealHome.Key("ops")),
        ("models auth order set --provider anthropic anthropic:b anthropic:a", ""),
        ("models auth usage anthropic:a --status-code 429", ""),
        ("models auth cooldown clear", ""),
        ("models auth order clear --provider anthropic", ""),
        ("models auth logout zai:token --yes", ""),
        ("env set SOME_NAME", "value\n"),
        ("env unset SOME_NAME", ""),
        ("models set anthropic/claude-opus-4-7", ""),
        ("sessions model set agent:main:main anthropic/claude-opus-4-7", ""),
        ("doctor --fix --yes --non-interactive", ""),
        ("monitor run", ""),
        ("models auth rotate start anthropic:a --skip-probe", RealHome.Key("rotated")),
        ("backup copy.tar.gz --force", ""),
        ("restore copy.tar.gz --yes", ""),
    ];

    private static readonly string[] Agents = ["main", "ops"];

    public static int Run(string ours, string gateway)
    {
        using TemporaryHome home = new();
        home.Write(".clawdbot/clawdbot.json", """{"agents":{"defaults":{"model":{"primary":"anthropic/claude-opus-4-6"}},"list":[{"id":"main","default":true},{"id":"ops"}]},"gateway":{"mode":"local"}}""");
        home.Write(".clawdbot/agents/main/agent/auth-profiles.json", new StoreBuilder().ApiKey("anthropic:a").ApiKey("anthropic:b").Token("acme:t").OAuth("acme:s", expires: DateTimeOffset.UtcNow.AddDays(9)).Order("anthropic", "anthropic:a", "anthropic:b").ToText());
        home.Write(".clawdbot/agents/ops/agent/auth-profiles.json", new StoreBuilder().ApiKey("anthropic:ops").ToText());
        home.Write(".clawdbot/agents/main/sessions/sessions.json", """{"agent:main:main":{"sessionId":"11111111-1111-1111-1111-111111111111","updatedAt":1769000000000}}""");
        string before = Profiles(home.Path, ours);
        Measured check = Measured.Run(home.Path, ours, "migrate check");
        Console.WriteLine($"migrate check before: exit code {check.ExitCode}");

        Measured doctor = Measured.Run(home.Path, gateway, "doctor --fix --non-interactive");
        string after = Profiles(home.Path, ours);
        int wrong = before == after ? 0 : 1;
        Console.WriteLine($"doctor --fix: exit code {doctor.ExitCode}, {doctor.Time.TotalSeconds:F0} s; the credentials are {(wrong == 0 ? "the same" : $"different: {before} / {after}")}");
        foreach ((string arguments, string input) in Changes)
        {
            string[] known = [.. MigratedHome.FilesOfJanuary(home)];
            Measured change = Measured.Run(home.Path, ours, arguments, input);
            string[] appeared = [.. MigratedHome.FilesOfJanuary(home).Except(known)];
            wrong += appeared.Length;
            Console.WriteLine($"{arguments}: exit code {change.ExitCode}{(appeared.Length == 0 ? "" : $", made {string.Join(", ", appeared)}")}{(change.ExitCode == 0 ? "" : $" ({change.Errors.Trim().Split('\n')[0]})")}");
        }

        Measured theirs = Measured.Run(home.Path, gateway, "models auth list --json");
        Console.WriteLine($"its list afterwards: exit code {theirs.ExitCode}");
        return wrong + theirs.ExitCode == 0 ? 0 : 1;
    }

    private static string Profiles(string home, string ours) => string.Join(' ', Agents.SelectMany(agent =>
        JsonNode.Parse(RealHome.Require(Measured.Run(home, ours, $"models auth list --agent {agent} --json")).Output)!["profiles"]!.AsArray().Select(profile => $"{agent}/{(profile!["id"] ?? profile["profileId"])!.GetValue<string>()}/{profile["type"]}")).Order(StringComparer.Ordinal));
}

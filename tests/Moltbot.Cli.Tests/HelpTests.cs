using System.Text.RegularExpressions;
using Moltbot.Cli.Tests.Running;

namespace Moltbot.Cli.Tests;

public sealed partial class HelpTests : IDisposable
{
    private readonly CommandScene scene = new();

    public void Dispose() => scene.Dispose();

    public static TheoryData<string, string[]> Commands => new()
    {
        { "", ["models", "installation", "migrate", "backup <file>", "restore <file>", "doctor", "sessions", "env", "onboard", "secrets", "monitor", "run <command>", "completion <shell>", "--state-dir <path>", "--profile <name>", "--dev", "--version"] },
        { "models", ["status", "probe", "auth", "usage", "list", "set <model>", "set-image <model>", "aliases", "fallbacks", "image-fallbacks", "--status-json", "--status-plain"] },
        { "installation", ["--json"] },
        { "migrate", ["check"] },
        { "migrate check", ["--json"] },
        { "backup", ["<file>", "--force", "--encrypt", "--dry-run", "--json", "--vault <name>", "--secret-name <name>"] },
        { "restore", ["<file>", "--yes", "--dry-run", "--json", "--vault <name>", "--secret-name <name>"] },
        { "doctor", ["--fix, --repair", "--yes", "--non-interactive", "--force", "--deep", "--probe", "--json", "--sarif", "--check", "--only <id>", "--skip <id>"] },
        { "models status", ["--json", "--plain", "--check", "--check-refreshable", "--agent <id>", "--provider <name>", "--warn-within <duration>", "--no-usage", "--probe", "--probe-provider <name>", "--probe-profile <id>", "--probe-timeout <ms>", "--probe-concurrency <n>", "--probe-max-tokens <n>", "--probe-level <level>", "--probe-model <model>", "--no-refresh", "--update-usage"] },
        { "models probe", ["--agent <id>", "--json", "--check", "--provider <name>", "--profile-id <id>", "--timeout <ms>", "--concurrency <n>", "--max-tokens <n>", "--level <level>", "--model <model>", "--no-refresh", "--update-usage"] },
        { "models usage", ["--json", "--provider <name>", "--agent <id>", "--timeout <duration>", "--no-refresh"] },
        { "models auth", ["list", "candidates", "usage <profileId>", "cooldown", "login", "setup-token", "paste-token", "paste-api-key", "credential", "refresh", "logout <profileId>", "order", "rotate"] },
        { "models auth login", ["--provider <name>", "--method <id>", "--set-default", "--profile-id <id>", "--agent <id>", "--device-code", "--no-browser", "--qr-code", "--timeout <duration>", "--force", "--no-config"] },
        { "models auth refresh", ["--profile-id <id>", "--provider <name>", "--expiring-within <duration>", "--force", "--agent <id>", "--json"] },
        { "models auth setup-token", ["--provider <name>", "--yes", "--agent <id>", "--no-config"] },
        { "models auth paste-token", ["--provider <name>", "--profile-id <id>", "--expires-in <duration>", "--force", "--agent <id>", "--no-config"] },
        { "models auth candidates", ["--provider <name>", "--agent <id>", "--json", "--no-refresh"] },
        { "models auth usage", ["<profileId>", "--succeeded", "--failure-reason <reason>", "--message <text>", "--status-code <number>", "--agent <id>", "--json"] },
        { "models auth cooldown", ["clear"] },
        { "models auth cooldown clear", ["--profile-id <id>", "--provider <name>", "--disabled", "--agent <id>"] },
        { "models auth list", ["--agent <id>", "--provider <name>", "--json"] },
        { "models auth paste-api-key", ["--provider <name>", "--profile-id <id>", "--destination <place>", "--set-default-model", "--force", "--agent <id>", "--no-config"] },
        { "models auth logout", ["<profileId>", "--agent <id>", "--yes", "--revoke", "--force"] },
        { "models auth order", ["get", "set <profileIds>", "clear"] },
        { "models auth order get", ["--provider <name>", "--agent <id>", "--json"] },
        { "models auth order set", ["<profileIds>", "--provider <name>", "--agent <id>", "--remove-unknown", "--dry-run"] },
        { "models auth order clear", ["--provider <name>", "--agent <id>"] },
        { "models auth rotate", ["start <profileId>", "complete <profileId>", "undo <profileId>", "list"] },
        { "models auth rotate start", ["<profileId>", "--keep-for <duration>", "--complete-on-success", "--all-agents", "--expires-in <duration>", "--level <level>", "--skip-probe", "--agent <id>", "--json"] },
        { "models auth rotate complete", ["<profileId>", "--keep-for <duration>", "--level <level>", "--skip-probe", "--agent <id>", "--json"] },
        { "models auth rotate undo", ["<profileId>", "--agent <id>", "--json"] },
        { "models auth rotate list", ["--agent <id>", "--json"] },
        { "models list", ["--all", "--local", "--provider <name>", "--json", "--plain"] },
        { "models aliases", ["list", "add <alias> <model>", "remove <alias>"] },
        { "models fallbacks", ["list", "add <model>", "remove <model>", "clear"] },
        { "models image-fallbacks", ["list", "add <model>", "remove <model>", "clear"] },
        { "sessions model", ["list", "get <key>", "set <key> <model>", "clear <keys>", "status <key>"] },
        { "sessions model list", ["--agent <id>", "--pinned", "--new-session", "--json"] },
        { "sessions model set", ["<key>", "<model>", "--profile-id <id>", "--agent <id>"] },
        { "sessions model clear", ["<keys>", "--agent <id>", "--stale", "--dry-run"] },
        { "monitor", ["run", "install", "status", "uninstall"] },
        { "monitor install", ["--every <duration>", "--scheduler <name>", "--account <name>", "--metrics <file>", "--force", "--dry-run", "--json"] },
        { "monitor status", ["--html <file>", "--json"] },
        { "monitor uninstall", [] },
        { "monitor run", ["--agent <id>", "--refresh-within <duration>", "--probe", "--dry-run", "--metrics <file>", "--anonymous", "--json"] },
        { "onboard", ["--non-interactive", "--accept-risk", "--auth-choice <choice>", "--token-provider <name>", "--destination <place>", "--token-profile-id <id>", "--token-expires-in <duration>", "--stdin", "--force"] },
        { "completion", ["<shell>"] },
        { "env", ["list", "set <name>", "unset <name>"] },
        { "env list", ["--json", "--as-plain-text"] },
        { "env set", ["<name>"] },
        { "env unset", ["<name>"] },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_shows_the_usage_and_all_that_there_is(string command, string[] entries)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        string help = scene.Run([.. words, "--help"]).ShouldSucceed().Output;

        help.ShouldContain($"Usage:\n  {string.Join(' ', ["moltbot", .. words])} ");
        FirstColumn().Matches(help).Select(entry => entry.Groups["name"].Value.Replace(" (REQUIRED)", "", StringComparison.Ordinal)).Except(["-?, -h, --help"])
            .ShouldBe(entries.Union(["--state-dir <path>", "--debug"]), ignoreOrder: true);
    }

    [Theory]
    [InlineData("-h")]
    [InlineData("-?")]
    public void Help_has_short_names(string option) =>
        scene.Run("models", "status", option).Output.ShouldBe(scene.Run("models", "status", "--help").Output);

    [Fact]
    public void A_command_line_without_a_command_shows_the_help() =>
        scene.Run().ShouldSucceed().Output.ShouldBe(scene.Run("--help").Output);

    [Fact]
    public void The_version_is_a_line_of_its_own() =>
        scene.Run("--version").ShouldSucceed().Output.ShouldMatch(@"^\d+\.\d+\.\d+\S*\n$");

    [Fact]
    public void The_version_stands_alone() =>
        scene.Run("--version", "models").ShouldFail("--version option cannot be combined with other arguments.");

    /// <summary>What a line describes: an option, an argument or a command.</summary>
    [GeneratedRegex(@"^  (?<name>\S.*?)  +\S", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex FirstColumn();
}

using Moltbot.Cli.Tests.Running;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Surface;

/// <summary>What runbooks and schedulers rely on: each exit code of each command that has more than "done" and "not done", and when it comes.</summary>
public sealed class ExitCodeTests
{
    private const string Anything = "(any command)";

    private static readonly DateTimeOffset Now = TestClock.Now;

    private static readonly StoreBuilder Fine = new StoreBuilder().Token("anthropic:a", expires: Now.AddDays(90));
    private static readonly StoreBuilder Expiring = new StoreBuilder().Token("anthropic:a", expires: Now.AddHours(3));
    private static readonly StoreBuilder Expired = new StoreBuilder().Token("anthropic:a", expires: Now.AddHours(-1));

    /// <summary>What of the surface stands for, its exit code, when it comes, a command line, and what it is called with.</summary>
    private static readonly Row[] Rows =
    [
        new(Anything, 0, "it is done", "models auth list", Fine),
        new(Anything, 1, "it could not be done, and standard error says why", "models auth list --agent nobody", Fine),
        new(Anything, 1, "the command line means nothing", "models auth lists", Fine),
        new(Anything, 2, "the options before the command choose no installation", "--profile a/b models status", Fine),
        new("models status", 0, "it is shown, whatever it says", "models status", Expired),
        new("models status", 1, "something could not be read", "models status", Store: null),
        new("models status --check", 0, "all is fine", "models status --check", Fine),
        new("models status --check", 1, "something has expired or is missing, or could not be read", "models status --check", Expired),
        new("models status --check", 2, "something expires soon", "models status --check", Expiring),
        new("models status --check-refreshable", 0, "what has expired renews itself", "models status --check-refreshable", new StoreBuilder().OAuth("anthropic:a", expires: Now.AddHours(-1))),
        new("models status --probe --check", 3, "nothing was found out", "models status --probe --check", Fine),
        new("models probe --check", 3, "nothing was found out", "models probe --check", Fine),
        new("models usage", 1, "no provider tells it", "models usage", Fine),
        new("models auth refresh", 1, "something could not be renewed", "models auth refresh", new StoreBuilder().OAuth("chutes:a", expires: Now.AddHours(-1))),
        new("models auth rotate complete", 3, "the provider could not be asked", "models auth rotate complete openai:a", new StoreBuilder().ApiKey("openai:a")) { Before = "models auth rotate start openai:a --skip-probe" },
        new("doctor --check", 1, "errors remain", "doctor --check", Store: null),
        new("doctor --check", 0, "no more than notes remain", "doctor --check --only PLAINTEXT_FOUND", Fine),
        new("doctor --check", 2, "warnings remain", "doctor --check --only AUTH_PROFILE_EXPIRING", Expiring),
        new("secrets audit --check", 1, "something is exposed or could not be looked at", "secrets audit --check", Fine),
        new("secrets audit --check", 2, "a reference leads to no secret", "secrets audit --check", new StoreBuilder().ApiKeyAt("openai:a", SecretReference.Create(SecretReferenceSource.Environment, "default", "NOT_THERE"))),
        new("migrate check", 0, "nothing would be lost", "migrate check", Fine),
        new("migrate check", 1, "something would be lost or could not be read", "migrate check", Store: null),
        new("monitor run", 0, "all is fine", "monitor run", Fine),
        new("monitor run", 1, "something has expired, is missing or refused, or could not be read or told", "monitor run", Expired),
        new("monitor run", 2, "something expires soon", "monitor run", Expiring),
    ];

    /// <summary>What other tests show: of probes, of the entry point, of interruptions and of programs that are run.</summary>
    private static readonly string[] Others =
    [
        "models probe --check 0: every provider that could be asked accepts what is in use",
        "models probe --check 1: what is in use is refused or has expired",
        $"{Anything} 70: a fault of the program itself",
        $"{Anything} 128 and its number: a signal ended it; what had been begun is done",
        "run the program's own: it has run",
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Rows.Length)];

    [Fact]
    public void The_exit_codes_are_those_that_were_reviewed() =>
        ReviewedSurface.Compare("exit-codes.txt", [.. Rows.Select(row => $"{row.Surface} {row.ExitCode}: {row.Meaning}").Concat(Others).Order(StringComparer.Ordinal)]);

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Each_comes_when_it_should(int number)
    {
        Row row = Rows[number];
        using TemporaryHome home = new();
        home.Write(".clawdbot/clawdbot.json", "{}");
        home.Write(".clawdbot/agents/main/agent/auth-profiles.json", row.Store?.ToText() ?? "{ not JSON");
        if (row.Before is not null)
            (await RunAsync(home, row.Before, "sk-a-new-key-that-is-long-enough-0123456789")).ExitCode.ShouldBe(0);

        CommandOutcome outcome = await RunAsync(home, row.Command, "");

        outcome.ExitCode.ShouldBe(row.ExitCode, $"{row.Command}: {outcome.Output}{outcome.Errors}");
    }

    private static Task<CommandOutcome> RunAsync(TemporaryHome home, string command, string input) => ProgramInProcess.RunAsync(
        home.Environment with { Variables = new Dictionary<string, string> { ["HOME"] = home.Path, ["NO_COLOR"] = "1", ["MOLTBOT_OFFLINE"] = "1" } },
        new GoingTime(),
        input,
        command.Split(' '));

    private sealed record Row(string Surface, int ExitCode, string Meaning, string Command, StoreBuilder? Store)
    {
        /// <summary>What has to happen before.</summary>
        public string? Before { get; init; }
    }
}

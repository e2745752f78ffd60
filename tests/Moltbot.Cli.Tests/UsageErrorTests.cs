using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class UsageErrorTests : IDisposable
{
    private readonly CommandScene scene = new();

    public void Dispose() => scene.Dispose();

    [Theory]
    [InlineData("nope", "'nope'", "moltbot --help")]
    [InlineData("help", "'help'", "moltbot --help")]
    [InlineData("models nope", "'nope'", "moltbot models --help")]
    [InlineData("models status --nope", "'--nope'", "moltbot models status --help")]
    [InlineData("models status extra", "'extra'", "moltbot models status --help")]
    [InlineData("models --devel status", "'--devel'", "moltbot models status --help")]
    [InlineData("models auth logon", "'logon'", "moltbot models auth --help")]
    [InlineData("models auth paste-token --provider x --token=y", "'--token'", "moltbot models auth paste-token --help")]
    [InlineData("models auth order nope --provider zai", "'nope'", "moltbot models auth order --help")]
    [InlineData("sessions model clear --stale --json", "'--json'", "moltbot sessions model clear --help")]
    [InlineData("sessions model get --jsn=x main", "'--jsn'", "moltbot sessions model get --help")]
    [InlineData("models auth usage --succeded anthropic:a", "'--succeded'", "moltbot models auth usage --help")]
    [InlineData("models auth order set --provider x --remove-unkown", "'--remove-unkown'", "moltbot models auth order set --help")]
    public void A_word_that_means_nothing_is_named(string commandLine, string word, string help) =>
        scene.Run(commandLine.Split(' ')).ShouldFail($"error: Unrecognized command or argument {word}.", $"See '{help}'.");

    [Theory]
    [InlineData("models auth --agent main paste-api-key")]
    [InlineData("models --agent main auth login")]
    public void The_name_of_an_agent_before_the_command_is_not_taken_for_a_secret(string commandLine) =>
        scene.Run(commandLine.Split(' ')).Errors.ShouldNotContain("A secret must not be an argument");

    [Theory]
    [InlineData("doctor --agent main", "'--agent'", "moltbot doctor --help")]
    [InlineData("--agent main completion bash", "'--agent'", "moltbot")]
    public void An_agent_is_refused_by_name_where_a_command_is_about_none(string commandLine, string word, string help) =>
        scene.Run(commandLine.Split(' ')).ShouldFail($"error: Unrecognized command or argument {word}.", help);

    [Theory]
    [InlineData("env set A_KEY {0}")]
    [InlineData("models auth login {0}")]
    [InlineData("models auth login --provider chutes {0}")]
    [InlineData("models auth paste-api-key {0} --provider zai")]
    [InlineData("models auth paste-token --force {0} --provider zai")]
    [InlineData("models auth setup-token --token {0}")]
    [InlineData("models auth setup-token -k{0}")]
    [InlineData("models auth rotate start --new-key={0}")]
    [InlineData("onboard -- {0}")]
    public void A_command_that_takes_a_secret_repeats_nothing_that_it_does_not_know(string commandLine)
    {
        CommandOutcome outcome = scene.Run(commandLine.Replace("{0}", "hunter2hunter2", StringComparison.Ordinal).Split(' '));

        outcome.ExitCode.ShouldBe(1);
        (outcome.Output + outcome.Errors).ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData("models auth", "command", "moltbot models auth --help")]
    [InlineData("models auth order", "command", "moltbot models auth order --help")]
    [InlineData("models auth order get", "'--provider' is required", "moltbot models auth order get --help")]
    [InlineData("models auth order set x", "'--provider' is required", "moltbot models auth order set --help")]
    [InlineData("models auth order clear --agent x", "'--provider' is required", "moltbot models auth order clear --help")]
    [InlineData("models auth order set --provider x", "argument missing", "moltbot models auth order set --help")]
    [InlineData("models auth order get --provider", "'--provider'", "moltbot models auth order get --help")]
    [InlineData("models status --agent", "'--agent'", "moltbot models status --help")]
    [InlineData("models status --agent a --agent b", "'--agent'", "moltbot models status --help")]
    public void What_is_missing_is_named(string commandLine, string reason, string help) =>
        scene.Run(commandLine.Split(' ')).ShouldFail("error: ", reason, $"See '{help}'.");

    [Fact]
    public void An_argument_never_names_a_file_of_arguments()
    {
        scene.WithFile("secret", "--provider\nzai").WithStore(new StoreBuilder().ApiKey("zai:a"));

        scene.Run("models", "auth", "order", "set", "--provider", "zai", "@secret").ShouldFail("\"@secret\" not found");
    }

    [Theory]
    [InlineData("--profile")]
    [InlineData("--profile=")]
    [InlineData("--profile --dev models status")]
    [InlineData("--state-dir")]
    [InlineData("--state-dir= models status")]
    public void A_global_option_without_its_value_ends_with_2(string commandLine) =>
        scene.Run(commandLine.Split(' ')).ShouldFailWith(2, "Error: ", "requires a value");

    [Theory]
    [InlineData("--dev --profile rescue models status")]
    [InlineData("--profile rescue --dev models status")]
    public void Two_profiles_at_once_end_with_2(string commandLine) =>
        scene.Run(commandLine.Split(' ')).ShouldFailWith(2, "Cannot combine --dev with --profile");

    [Theory]
    [InlineData("a/b")]
    [InlineData("_a")]
    [InlineData("é")]
    [InlineData("../x")]
    [InlineData("a2345678901234567890123456789012345678901234567890123456789012345")]
    public void A_profile_name_that_cannot_be_used_ends_with_2(string name) =>
        scene.Run("--profile", name, "models", "status").ShouldFailWith(2, "Invalid --profile (use letters, numbers, \"_\", \"-\" only)");
}

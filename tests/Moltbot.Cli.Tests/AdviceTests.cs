using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

/// <summary>What an error or a hint tells people to do next can be done on the command line.</summary>
public sealed class AdviceTests
{
    private const string OfModule = " of the PowerShell module";

    public static TheoryData<string> Commands => [.. NamedSteps.All.Select(step => step.Command).Where(command => !command.EndsWith(OfModule, StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_that_is_named_exists(string named) => CommandTree.Knows(WordsOf(named)).ShouldBeTrue();

    [Fact]
    public void What_does_not_exist_would_be_found()
    {
        CommandTree.Knows(["models", "auth", "cooldowns"]).ShouldBeFalse();
        CommandTree.Knows(["models", "auth", "cooldown", "clear", "--enabled"]).ShouldBeFalse();
        CommandTree.Knows(["--nope"]).ShouldBeFalse();
    }

    [Fact]
    public void An_error_names_commands_and_no_cmdlets()
    {
        using CommandScene scene = new CommandScene().WithConfig("{}");

        scene.Run("models", "aliases", "remove", "nope").ShouldFail("`moltbot models aliases list`").Errors.ShouldNotContain("-Moltbot");
    }

    private static string[] WordsOf(string named) => [.. named.Trim('`').Split(' ').SkipWhile(word => word == "moltbot")];
}

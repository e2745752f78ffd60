using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

/// <summary>Whatever others have put into the files, no command shows a secret of it, steers a terminal or writes a line that is not its own.</summary>
public sealed class HostileTextTests : IDisposable
{
    private readonly CommandScene scene = new();

    public HostileTextTests() => HostileHome.LayOut(scene.Home);

    /// <summary>Every command, as it is called for an installation of a newer gateway: the first way, and the one for programs; not what a secret is asked for with.</summary>
    public static TheoryData<string, string> Calls => MigratedHomeTests.CallsOf(arguments => [.. arguments.Where((way, index) => (index == 0 || way.Contains("--json", StringComparison.Ordinal)) && !way.Contains("--as-plain-text", StringComparison.Ordinal)).Take(2)]);

    public void Dispose() => scene.Dispose();

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_command_shows_nothing_that_is_not_to_be_seen(string command, string arguments) =>
        ShouldBeVisible(scene.WithInput(MigratedHomeTests.InputOf(command)).Run([.. command.Split(' '), .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));

    [Theory]
    [InlineData("models auth list --agent {0}")]
    [InlineData("models auth order get --provider {0}")]
    [InlineData("models set {0}")]
    [InlineData("models status --warn-within {0}")]
    [InlineData("models {0}")]
    [InlineData("models list --{0}")]
    [InlineData("env unset {0}")]
    [InlineData("sessions model get {0}")]
    [InlineData("--profile {0} models status")]
    [InlineData("--state-dir {0} models status")]
    [InlineData("run --provider anthropic -- {0}")]
    public void What_is_typed_is_not_repeated_as_it_is(string commandLine) =>
        ShouldBeVisible(scene.Run([.. commandLine.Split(' ').Select(word => word.Replace("{0}", HostileHome.Hostile.TrimEnd('\0'), StringComparison.Ordinal))]));

    [Fact]
    public void What_cannot_be_seen_is_written_out() =>
        scene.Run("models", "status", "--plain").Output.ShouldBe(@"openai/gpt\u001b]0;taken\u0007\u000d\u000a[moltbot] FAKED\u202e\u009b31m\u2028\u007f\u0000" + (char)10);

    [Fact]
    public void What_is_no_text_is_named_by_its_type()
    {
        string[] list = scene.Run("models", "auth", "list", "--json").Json["profiles"]!.AsArray()
            .Where(profile => profile!["profileId"]!.GetValue<string>() is "openai:object" or "openai:list" or "openai:number" or "openai:truth" or "openai:secret")
            .Select(profile => profile!["provider"]!.GetValue<string>()).ToArray();

        list.ShouldBe(["(object)", "(list)", "(number)", "(true or false)", "***"], ignoreOrder: true);
    }

    [Fact]
    public void Colours_are_those_of_the_program_alone()
    {
        CommandOutcome outcome = scene.WithVariable("FORCE_COLOR", "1").Run("models", "status");

        outcome.Output.ShouldContain("\u001b[36m");
        string plain = outcome.Output.Replace("\u001b[0m", "", StringComparison.Ordinal);
        foreach (string code in new[] { "1", "2", "31", "32", "33", "36" })
            plain = plain.Replace($"\u001b[{code}m", "", StringComparison.Ordinal);

        plain.ShouldNotContain('\u001b');
        plain.ShouldNotContain('\uFDD0');
    }

    private static void ShouldBeVisible(CommandOutcome outcome)
    {
        string shown = outcome.Output + outcome.Errors;
        bool isJson = outcome.Output.StartsWith('{');
        shown.ShouldNotContain(HostileHome.Canary);
        shown.Split('\n').ShouldNotContain(line => line.TrimStart().StartsWith(HostileHome.FakedLine, StringComparison.Ordinal));
        shown.Where(c => c is not ('\n' or '\t') && (char.IsControl(c) && (!isJson || c < ' ')) || (!isJson && c is '\u202e' or '\u2028')).ShouldBeEmpty();
    }
}

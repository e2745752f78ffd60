using System.Reflection;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

/// <summary>Whatever a run begins with, it ends with a sentence and an exit code, and never with a trace and a signal.</summary>
public sealed class EntryPointTests : IDisposable
{
    private readonly CommandScene scene = new CommandScene().WithConfig("{}").WithStore(new StoreBuilder().ApiKey("openai:a"));

    public void Dispose() => scene.Dispose();

    [Fact]
    public void A_working_directory_that_was_removed_is_an_error_that_says_what_to_do() =>
        scene.RunScript("mkdir gone; cd gone; rmdir ../gone; exec \"$MOLTBOT\" models auth list").ShouldFail("Error: The working directory was removed", "cd ~");

    [Theory]
    [InlineData("models status --no-usage", ">&-")]
    [InlineData("models status --no-usage", "2>&-")]
    [InlineData("models status --no-usage", "<&-")]
    [InlineData("models auth order set --provider openai openai:a", "<&- >&- 2>&-")]
    [InlineData("models auth order set --provider openai openai:a", "<&- 2>&-")]
    [InlineData("models nothing", "<&- >&- 2>&-")]
    [InlineData("--help", ">&- 2>&-")]
    public void Closed_streams_end_no_run_with_a_signal(string commandLine, string closed) =>
        scene.RunScript($"\"$MOLTBOT\" {commandLine} {closed}").ExitCode.ShouldBeOneOf(0, 1);

    [Fact]
    public void What_is_said_gets_into_no_file_that_is_opened_in_the_place_of_a_closed_stream()
    {
        scene.RunScript("\"$MOLTBOT\" models auth order set --provider openai openai:a openai:none <&- >&- 2>&-");
        scene.RunScript("\"$MOLTBOT\" models auth order set --provider openai openai:a <&- >&- 2>&-");

        foreach ((string path, byte[] content) in scene.Home.Files())
            System.Text.Encoding.UTF8.GetString(content).ShouldNotContain("rder override", customMessage: path);
        scene.Run("models", "auth", "order", "get", "--provider", "openai").ShouldSucceed().Output.ShouldContain("Order override: openai:a\n");
    }

    [Fact]
    public void Few_files_that_may_be_open_are_enough_or_an_error()
    {
        // Fewer than the loader of libraries needs, or a runtime, is not ours to tell.
        foreach (int most in BuiltProgram.IsPublished ? [6, 7, 8, 10, 12, 16, 32] : (int[])[128, 160])
            scene.RunScript($"ulimit -n {most}; exec \"$MOLTBOT\" models auth order set --provider openai openai:a").ExitCode.ShouldBeOneOf(0, 1);
    }

    [Theory]
    [InlineData("--debug", "models", "auth", "order", "get", "--provider", "openai", "--agent", "../x")]
    [InlineData("models", "auth", "order", "get", "--provider", "openai", "--debug", "--agent", "../x")]
    public void An_error_is_told_with_where_it_happened_on_demand(params string[] arguments)
    {
        CommandOutcome outcome = scene.Run(arguments);

        outcome.ExitCode.ShouldBe(1);
        outcome.Errors.ShouldStartWith("Error: ");
        outcome.Errors.ShouldContain("   at Moltbot.");
    }

    [Fact]
    public void Behind_two_dashes_it_is_the_programs_option()
    {
        string[] echo = OperatingSystem.IsWindows() ? [Path.Combine(Environment.SystemDirectory, "cmd.exe"), "/c", "echo"] : ["echo"];

        scene.Run(["run", "--provider", "openai", "--", .. echo, "--debug"]).ShouldSucceed().Output.TrimEnd().ShouldBe("--debug");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_fault_is_one_line_and_a_trace_on_demand_without_a_secret(bool isDebug)
    {
        string said = Describe(new InvalidOperationException("No sk-proj-canary0123456789abcdefghij\nhere."), isDebug);

        said.ShouldStartWith("Error: Something went wrong that should not: No ");
        said.ShouldNotContain("canary");
        said.Contains("--debug", StringComparison.Ordinal).ShouldBe(!isDebug);
        said.Split('\n').Length.ShouldBe(isDebug ? 3 : 1);
    }

    private static string Describe(Exception error, bool isDebug) => (string)CommandTree.Program.GetType("Moltbot.Cli.EntryPoint")!
        .GetMethod("Describe", BindingFlags.Static | BindingFlags.NonPublic)!
        .Invoke(obj: null, [error, isDebug])!;
}

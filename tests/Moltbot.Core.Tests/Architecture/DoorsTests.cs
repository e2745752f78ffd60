using System.Text.RegularExpressions;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Architecture;

/// <summary>What is shown goes through the doors that make it visible and hide secrets (docs/architecture.md).</summary>
public sealed partial class DoorsTests
{
    /// <summary>Where the command line writes as it is: what is for programs, and secrets that somebody asked for.</summary>
    [Fact]
    public void The_command_line_writes_past_its_door_in_few_places() =>
        Sources("Moltbot.Cli", PastTheDoor()).ShouldBe(
            ["CommandLine.cs", "CompletionCommand.cs", "CompletionDirective.cs", "CredentialCommand.cs", "JsonOutput.cs", "SecretsResolveCommand.cs"], ignoreOrder: true);

    [Fact]
    public void Secrets_are_in_the_JSON_of_those_commands_alone_that_are_asked_for_them() =>
        Sources("Moltbot.Cli", PlainJson()).ShouldBe(["CredentialCommand.cs", "EnvironmentListCommand.cs", "JsonOutput.cs"], ignoreOrder: true);

    [Theory]
    [InlineData("Moltbot.Cli")]
    [InlineData("Moltbot.PowerShell")]
    [InlineData("Moltbot.Core")]
    public void Nobody_writes_to_the_console(string project) => Sources(project, ConsoleWriting()).ShouldBeEmpty();

    [Fact]
    public void Every_cmdlet_is_one_of_those_that_show_nothing_as_it_is() =>
        Sources("Moltbot.PowerShell", Cmdlet()).Concat(Sources("Moltbot.PowerShell.Vault", Cmdlet())).ShouldBe(["DiscreetCmdlet.cs", "VaultCmdlet.cs"]);

    private static string[] Sources(string project, Regex pattern) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(RepositoryLayout.Root, "src", project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Where(file => pattern.IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetFileName(file)),
    ];

    [GeneratedRegex(@"\.Exact\b")]
    private static partial Regex PastTheDoor();

    [GeneratedRegex(@"\bWritePlain\(")]
    private static partial Regex PlainJson();

    [GeneratedRegex(@"\bConsole\.(?:Out|Error|Write|WriteLine)\b")]
    private static partial Regex ConsoleWriting();

    [GeneratedRegex(@"class \w+(?:\([^)]*\))? : PSCmdlet\b")]
    private static partial Regex Cmdlet();
}

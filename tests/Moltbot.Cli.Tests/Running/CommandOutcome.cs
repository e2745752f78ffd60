using System.Text;
using System.Text.Json.Nodes;

namespace Moltbot.Cli.Tests.Running;

/// <summary>What came of a run.</summary>
/// <param name="ExitCode">The exit code; 128 and the number of the signal when one ended the process.</param>
/// <param name="OutputBytes">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record CommandOutcome(int ExitCode, byte[] OutputBytes, string Errors)
{
    /// <summary>Standard output as text.</summary>
    public string Output { get; } = Encoding.UTF8.GetString(OutputBytes);

    /// <summary>Standard output as JSON.</summary>
    public JsonNode Json => JsonNode.Parse(Output)!;

    /// <summary>The lines of standard error.</summary>
    public IReadOnlyList<string> ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Says that the run went well: exit code 0, and nothing on standard error.</summary>
    public CommandOutcome ShouldSucceed()
    {
        Errors.ShouldBeEmpty();
        ExitCode.ShouldBe(0);
        return this;
    }

    /// <summary>Says that the run failed with one line on standard error, that this line has some words in it, and that nothing else was written.</summary>
    public CommandOutcome ShouldFail(params string[] words) => ShouldFailWith(1, words);

    /// <inheritdoc cref="ShouldFail"/>
    public CommandOutcome ShouldFailWith(int exitCode, params string[] words)
    {
        Output.ShouldBeEmpty();
        ExitCode.ShouldBe(exitCode);
        return ShouldComplain(words);
    }

    /// <summary>Says that there is one line on standard error with some words in it.</summary>
    public CommandOutcome ShouldComplain(params string[] words)
    {
        string line = ErrorLines.ShouldHaveSingleItem();
        foreach (string word in words)
            line.ShouldContain(word, Case.Sensitive);

        return this;
    }
}

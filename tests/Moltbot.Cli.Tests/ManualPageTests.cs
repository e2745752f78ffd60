using System.Text.RegularExpressions;
using Moltbot.Cli.Tests.Running;

namespace Moltbot.Cli.Tests;

public sealed partial class ManualPageTests : IDisposable
{
    private readonly CommandScene scene = new();

    public void Dispose() => scene.Dispose();

    /// <summary>The commands of the list that the help is held to, which knows each with its options.</summary>
    [Fact]
    public void The_manual_page_has_every_command_with_its_options()
    {
        string page = Page();

        foreach (TheoryDataRow<string, string[]> row in HelpTests.Commands)
        {
            (string command, string[] entries) = row.Data;
            string section = SectionOf(page, command);
            foreach (string entry in entries.Where(entry => entry.StartsWith('-')))
                section.ShouldContain($"\n{entry}\n", customMessage: $"moltbot {command}");
            foreach (string below in entries.Where(entry => !entry.StartsWith('-') && !entry.StartsWith('<')))
                page.ShouldContain($"\nmoltbot {command}{(command.Length > 0 ? " " : "")}{below.Split(' ')[0]}", customMessage: $"moltbot {command}");
        }
    }

    [Fact]
    public void It_tells_exit_codes_variables_files_and_the_version()
    {
        string page = Page();

        foreach (string title in new[] { "NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES" })
            page.ShouldContain($"\n.SH {title}\n");

        page.ShouldContain($"\"moltbot {scene.Run("--version").Output.Trim()}\"");
        page.ShouldContain("\nMOLTBOT_OFFLINE\n");
    }

    [Fact]
    public void No_line_of_it_is_taken_for_a_request_that_is_none() =>
        Requests().Matches(Page()).Select(match => match.Value).Distinct().ShouldBeSubsetOf([".TH", ".SH", ".SS", ".TP", ".B", ".I", ".RI", ".PP", ".RS", ".RE", ".nf", ".fi"]);

    [Fact]
    public void It_is_ascii_which_every_troff_reads() =>
        Page().Where(character => !char.IsAscii(character)).ShouldBeEmpty();

    [Fact]
    public void Without_a_date_there_is_none() =>
        scene.Run("__manual", "today").ShouldFail("Unrecognized command or argument '__manual'.");

    /// <summary>The page with its text as it is read: without escapes, and with names without the request that sets them off.</summary>
    private string Page() => scene.Run("__manual", "2026-11-27").ShouldSucceed().Output
        .Replace("\\-", "-", StringComparison.Ordinal)
        .Replace("\n.B ", "\n", StringComparison.Ordinal)
        .Replace("\n.SS ", "\n.SS\n", StringComparison.Ordinal);

    private static string SectionOf(string page, string command)
    {
        if (command.Length == 0)
            return page[page.IndexOf(".SH OPTIONS", StringComparison.Ordinal)..page.IndexOf(".SH COMMANDS", StringComparison.Ordinal)];

        Match heading = Regex.Match(page, $@"\.SS\nmoltbot {Regex.Escape(command)}(?: [<\[].*)?\n");
        heading.Success.ShouldBeTrue($"moltbot {command}");
        string rest = page[(heading.Index + heading.Length - 1)..];
        return rest[..rest.IndexOf("\n.S", StringComparison.Ordinal)] + '\n';
    }

    [GeneratedRegex(@"^[.'][A-Za-z&]*", RegexOptions.Multiline)]
    private static partial Regex Requests();
}

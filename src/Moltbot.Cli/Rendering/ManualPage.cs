using System.CommandLine;
using System.Globalization;

namespace Moltbot.Cli.Rendering;

/// <summary>
/// The manual page moltbot(1), made of the tree of commands: <c>moltbot __manual 2026-11-27 | man -l -</c>. The release puts it
/// into the archives.
/// </summary>
internal static class ManualPage
{
    private const string Verb = "__manual";
    private const string Name = "moltbot";

    /// <summary>Whether the arguments ask for the page, and for which date.</summary>
    public static bool IsAskedFor(string[] args) =>
        args is [Verb, var date] && DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>Writes the page.</summary>
    public static void Write(Session session, Command root, string date)
    {
        foreach (string line in LinesOf(root, date))
            session.Output.WriteLine(line);
    }

    /// <summary>The page as the source of man(7).</summary>
    private static IEnumerable<string> LinesOf(Command root, string date) =>
    [
        $".TH MOLTBOT 1 {date} \"{Name} {ThisProgram.Version}\" \"User Commands\"",
        ".SH NAME", $"{Name} \\- model credentials of a Moltbot or openclaw gateway",
        ".SH SYNOPSIS", $".B {Name}", ".RI [ options ]", ".I command", ".RI [ arguments ]",
        ".SH DESCRIPTION", Escape(root.Description), ".PP",
        "It works on the files of a running gateway, at the same time. Reading changes no file. A secret is never an argument: it is typed, comes on standard input, or from a vault.",
        ".SH OPTIONS", .. Options(root),
        ".SH COMMANDS", .. root.Subcommands.SelectMany(command => Describe(command, Name)),
        ".SH EXIT STATUS", .. Terms(ExitCodes), ".PP", Escape("What a command says besides stands at its option --check."),
        ".SH ENVIRONMENT", .. Terms(Variables),
        ".SH FILES", .. Terms(Files),
        ".SH EXAMPLES", .. Examples.SelectMany(example => new[] { ".TP", Escape(example.Purpose), $".B {Escape(example.Line)}" }),
    ];

    private static IEnumerable<(string, string)> ExitCodes =>
    [
        ("0", "Done; with --check, all is fine."),
        ("1", "It could not be done, or not all of it; with --check, something has expired, is missing or refused."),
        ("2", "The options that choose the installation make no sense; with --check, a credential expires soon, or only warnings are left."),
        ("3", "With --check, something could not be found out, because of the network or the time."),
        ("70", "A fault of the program itself."),
        ("126, 127", "run: the program cannot be run, or is not there. Else its own exit code is passed on."),
        ("128+n", "It was ended by signal n."),
    ];

    private static IEnumerable<(string, string)> Variables =>
    [
        ("MOLTBOT_STATE_DIR, CLAWDBOT_STATE_DIR, OPENCLAW_STATE_DIR", "The state directory of the installation; --state-dir beats them."),
        ("MOLTBOT_CONFIG_PATH, CLAWDBOT_CONFIG_PATH, OPENCLAW_CONFIG_PATH", "Its configuration."),
        ("MOLTBOT_OFFLINE", "1: nothing is sent to another machine."),
        ("HTTPS_PROXY, NO_PROXY", "The way to providers."),
        ("SSL_CERT_FILE, NODE_EXTRA_CA_CERTS", "Files of roots that are trusted too."),
        ("NO_COLOR, FORCE_COLOR", "Never and always colours."),
        ("ANTHROPIC_API_KEY, OPENAI_API_KEY, ...", "Keys of providers, under the names that the gateway reads."),
    ];

    private static IEnumerable<(string, string)> Files =>
    [
        ("~/.moltbot/, ~/.clawdbot/", "State directories of January's gateways: moltbot.json, .env, and agents/<id>/agent/auth-profiles.json."),
        ("~/.openclaw/", "State directory of today's: openclaw.json, .env, and databases. Which files an installation has, moltbot installation tells."),
    ];

    private static IEnumerable<(string Purpose, string Line)> Examples =>
    [
        ("Are all credentials fine?", "moltbot models status --check --warn-within 2d"),
        ("Why is this key used?", "moltbot models auth candidates --provider anthropic"),
        ("Put a key in:", "moltbot models auth paste-api-key --provider openrouter < key.txt"),
        ("Start a program with the credentials of a provider:", "moltbot run --provider anthropic -- node gateway.js"),
    ];

    private static IEnumerable<string> Describe(Command command, string above)
    {
        if (command.Hidden)
            return [];

        string path = $"{above} {command.Name}";
        return
        [
            $".SS {Escape(string.Join(' ', [path, .. command.Arguments.Select(Shown)]))}",
            Escape(command.Description),
            .. Terms(command.Arguments.Where(argument => argument.Description is not null).Select(argument => (NameOf(argument), argument.Description!))),
            .. Options(command),
            .. command.Subcommands.SelectMany(below => Describe(below, path)),
        ];
    }

    private static IEnumerable<string> Options(Command command) => Terms(command.Options
        .Where(option => !option.Hidden)
        .Select(option => (Shown(option), option.Required ? $"{option.Description} Required." : option.Description ?? "")));

    /// <summary>The option with its short names, as the help shows it. Those with a slash are for the command lines of Windows.</summary>
    private static string Shown(Option option)
    {
        IEnumerable<string> names = option.Aliases.Append(option.Name)
            .Where(name => name.StartsWith('-'))
            .Distinct(StringComparer.Ordinal)
            .OrderBy(name => name.StartsWith("--", StringComparison.Ordinal))
            .ThenBy(name => name, StringComparer.Ordinal);
        string value = option.Arity.MaximumNumberOfValues == 0 ? "" : $" <{option.HelpName ?? option.Name.TrimStart('-')}>";
        return string.Join(", ", names) + value;
    }

    private static string Shown(Argument argument)
    {
        string name = argument.Arity.MaximumNumberOfValues > 1 ? $"{NameOf(argument)} ..." : NameOf(argument);
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static string NameOf(Argument argument) => $"<{argument.HelpName ?? argument.Name}>";

    private static IEnumerable<string> Terms(IEnumerable<(string Name, string Meaning)> terms) =>
        terms.SelectMany(term => new[] { ".TP", $".B {Escape(term.Name)}", Escape(term.Meaning) });

    /// <summary>Text that is nothing but text to man(7): no escape, no hyphen that breaks, no request at the start of a line, and ASCII.</summary>
    private static string Escape(string? text)
    {
        string escaped = string.Concat((text ?? "").ReplaceLineEndings(" ").EnumerateRunes().Select(rune => rune switch
        {
            { Value: '\\' } => "\\e",
            { Value: '-' } => "\\-",
            { IsAscii: false } => $"\\[u{rune.Value:X4}]",
            _ => rune.ToString(),
        }));
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? $"\\&{escaped}" : escaped;
    }
}

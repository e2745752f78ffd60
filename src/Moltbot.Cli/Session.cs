using System.Text;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Configuration;
using Moltbot.Core.Installation;

namespace Moltbot.Cli;

/// <summary>One run of the command line: its surroundings, and where it writes.</summary>
internal sealed class Session(ProcessEnvironment environment, TextWriter output, TextWriter errors, Palette palette)
{
    /// <summary>The environment; global options may have changed it.</summary>
    public ProcessEnvironment Environment { get; init; } = environment;

    /// <summary>Another installation's state directory, or <see langword="null"/>.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>Standard output.</summary>
    public TextWriter Output { get; } = output;

    /// <summary>Standard error.</summary>
    public TextWriter Errors { get; } = errors;

    /// <summary>The colours of standard output.</summary>
    public Palette Palette { get; } = palette;

    /// <summary>A run in this process.</summary>
    public static Session OfProcess(ProcessEnvironment environment)
    {
        Encoding utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new Session(
            environment,
            new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = false, NewLine = "\n" },
            new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true, NewLine = "\n" },
            Palette.For(environment, isTerminal: !Console.IsOutputRedirected));
    }

    /// <summary>This run with other surroundings.</summary>
    public Session With(ProcessEnvironment changed, string? stateDirectory) =>
        new(changed, Output, Errors, Palette) { StateDirectory = stateDirectory };

    /// <summary>Opens the installation that the run is about.</summary>
    public MoltbotInstallation Open() => MoltbotInstallation.Open(Environment, StateDirectory, loginShell: new LoginShell());

    /// <summary>A path for people to read.</summary>
    public string Shorten(string path) => UserPath.Shorten(path, Environment);

    /// <summary>Tells a person what does no harm now.</summary>
    public void Warn(IEnumerable<string> warnings)
    {
        foreach (string warning in warnings)
            Errors.WriteLine($"[moltbot] {warning}");
    }
}

using System.Text;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Running;
using Moltbot.Core.Text;

namespace Moltbot.Cli;

/// <summary>One run of the command line: its surroundings, and where it writes.</summary>
internal sealed class Session : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly StandardStream? output;
    private readonly List<MoltbotInstallation> opened = [];

    private readonly TimeProvider time = TimeProvider.System;

    /// <summary>A run at another time and with other streams than the process's, for tests.</summary>
    internal Session(ProcessEnvironment environment, Stream output, Stream errors, Stream input, TimeProvider time)
    {
        this.time = time;
        Environment = environment;
        Output = new VisibleWriter(new StreamWriter(output, Utf8) { NewLine = "\n" });
        Errors = new VisibleWriter(new StreamWriter(errors, Utf8) { AutoFlush = true, NewLine = "\n" });
        Input = input;
        Palette = Palette.For(environment, isTerminal: false);
    }

    private Session(ProcessEnvironment environment)
    {
        output = StandardStreams.OpenOutput();
        Environment = environment;
        Output = new VisibleWriter(new StreamWriter(output, Utf8) { NewLine = "\n" });
        Errors = WriteErrors();
        Palette = Palette.For(environment, StandardStreams.TakesColors);
    }

    /// <summary>The environment; global options can change it.</summary>
    public ProcessEnvironment Environment { get; set; }

    /// <summary>Another installation's state directory, or <see langword="null"/>.</summary>
    public string? StateDirectory { get; set; }

    /// <summary>Whether errors are told with where they happened.</summary>
    public bool IsDebug { get; init; }

    /// <summary>Standard output, in UTF-8 without a byte order mark. Kept back until it is flushed.</summary>
    public VisibleWriter Output { get; }

    /// <summary>Standard error, in UTF-8 without a byte order mark.</summary>
    public VisibleWriter Errors { get; }

    /// <summary>What is read in the place of the process's standard input, or <see langword="null"/>.</summary>
    public Stream? Input { get; }

    /// <summary>Why something could not be written to standard output, or <see langword="null"/>.</summary>
    public Exception? OutputFailure => output?.Failure;

    /// <summary>The colours of standard output.</summary>
    public Palette Palette { get; }

    /// <summary>A run in this process.</summary>
    public static Session OfProcess(ProcessEnvironment environment, bool isDebug = false) => new(environment) { IsDebug = isDebug };

    /// <summary>Standard error of this process, which is written to at once.</summary>
    public static VisibleWriter WriteErrors() => new(new StreamWriter(StandardStreams.OpenErrors(), Utf8) { AutoFlush = true, NewLine = "\n" });

    /// <summary>Opens the installation that the run is about.</summary>
    public MoltbotInstallation Open()
    {
        MoltbotInstallation installation = MoltbotInstallation.Open(Environment, StateDirectory, time, loginShell: new LoginShell());
        opened.Add(installation);
        return installation;
    }

    /// <summary>Tells what else has come of this run: that an installation has been begun, or that a running gateway does not notice a change.</summary>
    public void TellOutcome() => Warn(new[] { opened.FirstOrDefault()?.Beginning, opened.Select(installation => installation.Unnoticed).FirstOrDefault(advice => advice is not null) }.OfType<string>());

    /// <summary>Opens the installation, whose configuration has to be usable, and tells what a person should know about it.</summary>
    public MoltbotInstallation OpenUsable()
    {
        MoltbotInstallation installation = Open();
        installation.RequireUsableConfiguration();
        Warn(installation.Warnings);
        return installation;
    }

    /// <summary>A path for people to read.</summary>
    public string Shorten(string path) => UserPath.Shorten(path, Environment);

    /// <summary>Tells a person what does no harm now.</summary>
    public void Warn(IEnumerable<string> warnings)
    {
        foreach (string warning in warnings)
            Errors.WriteLine($"[moltbot] {warning}");
    }

    /// <summary>Tells a person why the command could not do what it should.</summary>
    public void Fail(string message) => Errors.WriteLine($"Error: {message}");

    /// <summary>Tells what an exception says. No secret is shown, whoever wrote that.</summary>
    public void Fail(Exception error)
    {
        Fail(error is MoltbotException ? error.Message : Redaction.Hide(error.Message));
        if (IsDebug)
            Errors.WriteLines(Redaction.Hide(error.ToString()));
    }

    public void Dispose()
    {
        Output.Dispose();
        Errors.Dispose();
    }
}

using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Running;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Resolving;

/// <summary>Secrets that a program gives: it is started once for all that are wanted, without a shell (see <see cref="ExecProtocol"/>).</summary>
internal sealed class ExecSecretSource : ISecretSource
{
    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The program.</summary>
    public required string Command { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Its whole environment.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>How long it may take.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How many bytes it may print.</summary>
    public required int OutputLimit { get; init; }

    /// <summary>Whether it speaks the protocol; if not, it may also print the one secret that is wanted as it is.</summary>
    public bool IsJsonOnly { get; init; } = true;

    /// <summary>The directories in which it has to be; any when there is none.</summary>
    public IReadOnlyList<string> TrustedDirectories { get; init; } = [];

    /// <summary>Whether the command may be a link.</summary>
    public bool AllowsLink { get; init; }

    /// <summary>Whether it does not matter who else can change the program.</summary>
    public bool AllowsInsecurePath { get; init; }

    public IReadOnlyList<FetchedSecret> Fetch(IReadOnlyList<SecretReference> references, CancellationToken cancellation)
    {
        CheckCommand();
        ExternalProgram program = new()
        {
            Path = Command,
            Arguments = Arguments,
            Variables = Variables,
            WorkingDirectory = Path.GetDirectoryName(Command)!,
            Input = ExecProtocol.Request(Provider, references.Select(reference => reference.Id)),
        };
        byte[] output = OutputOf(program.Capture(OutputLimit, Timeout, cancellation));
        return ExecProtocol.ReadAnswer(output, references) ?? (IsJsonOnly || references.Count > 1
            ? throw Failed($"{Command} printed something that is no answer. It has to print JSON with a protocolVersion of 1 and with values")
            : [new FetchedSecret(ExecProtocol.ReadPlain(output))]);
    }

    private byte[] OutputOf(ProgramOutcome outcome) => outcome.End switch
    {
        ProgramEnd.NotStarted => throw Failed($"{Command} cannot be started. Check that it is a program for this machine"),
        ProgramEnd.TimedOut => throw Failed($"{Command} did not answer within {SecretErrors.Seconds(Timeout)} and was ended. See what it waits for, or raise timeoutMs"),
        ProgramEnd.TooMuchOutput => throw Failed($"{Command} printed more than {OutputLimit} bytes. Raise maxOutputBytes if that is right"),
        _ when outcome.ExitCode != 0 => throw Failed($"{Command} ended with exit code {outcome.ExitCode}. Run it by hand to see why"),
        _ => outcome.Output!,
    };

    /// <summary>What is started must be what was declared, and nobody else's.</summary>
    private void CheckCommand()
    {
        if (!Path.IsPathFullyQualified(Command))
            throw Invalid("its command is not an absolute path. Write it in full");
        if (!File.Exists(Command))
            throw Invalid($"there is no program {Command}. Install it, or correct the command");
        if (!AllowsLink && new FileInfo(Command).LinkTarget is not null)
            throw Invalid($"{Command} is a link. Name the program itself, or set allowSymlinkCommand");

        string realPath = RealPath.Resolve(Command);
        if (TrustedDirectories.Count > 0 && !TrustedDirectories.Any(directory => PathComparison.Here.IsIn(realPath, RealPath.Resolve(directory))))
            throw Invalid($"{realPath} is in none of its trustedDirs. Add the directory, or correct the command");
        if (!AllowsInsecurePath && TrustedFile.Problem(Command, isSecret: false) is { } problem)
            throw Invalid(problem);
    }

    private MoltbotException Invalid(string problem) => SecretErrors.InvalidProvider(Provider, problem, Path.IsPathFullyQualified(Command) ? Command : null);

    private MoltbotException Failed(string problem) => SecretErrors.Failed(Provider, problem);
}

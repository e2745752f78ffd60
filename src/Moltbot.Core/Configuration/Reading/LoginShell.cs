using System.Globalization;
using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Running;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>The login shell as a process: <c>$SHELL -l -c "env -0"</c> with nothing to read (docs/gateway/config.md §7).</summary>
/// <param name="cancellation">Ends the shell and the waiting for it.</param>
public sealed class LoginShell(CancellationToken cancellation = default) : ILoginShell
{
    private const int OutputLimit = 2 * 1024 * 1024;
    private const string DefaultShell = "/bin/sh";

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    public string PrintVariables(ProcessEnvironment environment, TimeSpan? timeout)
    {
        string shell = environment.GetNonBlank("SHELL") ?? DefaultShell;
        ExternalProgram program = new()
        {
            Path = shell,
            Arguments = ["-l", "-c", "env -0"],
            Variables = environment.Variables,
            WorkingDirectory = environment.WorkingDirectory,
        };
        ProgramOutcome outcome = program.Capture(OutputLimit, timeout, cancellation);
        return outcome.End switch
        {
            ProgramEnd.NotStarted => throw Failure($"The login shell {shell} cannot be started. Check the variable SHELL."),
            ProgramEnd.TimedOut => throw Failure($"The login shell {shell} took longer than {timeout!.Value.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s. Raise env.shellEnv.timeoutMs, or make its start-up files quicker."),
            ProgramEnd.TooMuchOutput => throw Failure($"The login shell {shell} printed more than 2 MiB. Look for what its start-up files print."),
            _ when outcome.ExitCode != 0 => throw Failure($"The login shell {shell} failed with exit code {outcome.ExitCode.ToString(CultureInfo.InvariantCulture)}. Look into its start-up files."),
            _ => Encoding.UTF8.GetString(outcome.Output!),
        };
    }

    private static MoltbotException Failure(string message) => new(ErrorCode.LoginShellFailed, message);
}

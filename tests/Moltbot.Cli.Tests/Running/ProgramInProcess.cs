using System.Text;
using Moltbot.Core.Installation;

namespace Moltbot.Cli.Tests.Running;

/// <summary>Runs of the program in the process of the tests, at a time that they choose: many of them cost what one process does.</summary>
internal static class ProgramInProcess
{
    /// <summary>Runs the program to its end.</summary>
    public static async Task<CommandOutcome> RunAsync(ProcessEnvironment environment, TimeProvider time, string input, params string[] arguments)
    {
        using MemoryStream output = new();
        using MemoryStream errors = new();
        using MemoryStream given = new(Encoding.UTF8.GetBytes(input));
        int exitCode;
        using (Session session = new(environment, output, errors, given, time))
            exitCode = await new CommandLine(session).RunAsync(arguments);

        return new CommandOutcome(exitCode, output.ToArray(), Encoding.UTF8.GetString(errors.ToArray()));
    }
}

using System.Reflection;
using System.Text;
using Moltbot.Core.Installation;

namespace Moltbot.Cli.Tests.Running;

/// <summary>Runs of the program in the process of the tests, at a time that they choose: many of them cost what one process does.</summary>
internal static class ProgramInProcess
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Runs the program to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(ProcessEnvironment environment, TimeProvider time, string input, params string[] arguments)
    {
        using MemoryStream output = new();
        using MemoryStream errors = new();
        using MemoryStream given = new(Encoding.UTF8.GetBytes(input));
        using IDisposable session = (IDisposable)Activator.CreateInstance(Named("Session"), Any, binder: null, [environment, output, errors, given, time], culture: null)!;
        object commandLine = Activator.CreateInstance(Named("CommandLine"), session)!;
        int exitCode = await (Task<int>)Named("CommandLine").GetMethod("RunAsync")!.Invoke(commandLine, [arguments])!;
        return (exitCode, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(errors.ToArray()));
    }

    private static Type Named(string name) => CommandTree.Program.GetType($"Moltbot.Cli.{name}", throwOnError: true)!;
}

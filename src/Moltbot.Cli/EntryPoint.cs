using Moltbot.Cli.Rendering;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Running;
using Moltbot.Core.Text;

namespace Moltbot.Cli;

/// <summary>Everything that the program does happens in here, so that nothing ends it with a trace and a signal.</summary>
internal static class EntryPoint
{
    /// <summary>EX_SOFTWARE of sysexits.h: a fault of the program itself.</summary>
    private const int Fault = 70;

    /// <summary>Runs the program and gives its exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        bool isDebug = GlobalOptions.TakeDebug(ref args);
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) => Environment.Exit(Report((Exception)unhandled.ExceptionObject, isDebug));
        try
        {
            TightHeap.Keep();
            StandardStreams.Prepare();
            using Session session = Session.OfProcess(ProcessEnvironment.Current(), isDebug);
            return await new CommandLine(session).RunAsync(args);
        }
        catch (Exception e)
        {
            return Report(e, isDebug);
        }
    }

    /// <summary>What a person is told of an exception that nobody else has caught: a line, and where it happened on demand. No secret is shown.</summary>
    internal static string Describe(Exception error, bool isDebug)
    {
        string line = error is MoltbotException
            ? $"Error: {error.Message}"
            : $"Error: Something went wrong that should not: {Redaction.Hide(error.Message).ReplaceLineEndings(" ")} ({error.GetType().Name}).{(isDebug ? "" : " Run it again with --debug to see where, and report it.")}";
        return isDebug ? $"{line}\n{Redaction.Hide(error.ToString())}" : line;
    }

    private static int Report(Exception error, bool isDebug)
    {
        using VisibleWriter errors = Session.WriteErrors();
        errors.WriteLines(Describe(error, isDebug));
        return error is MoltbotException ? CommandLine.Failure : Fault;
    }
}

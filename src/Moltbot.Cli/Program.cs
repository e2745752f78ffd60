namespace Moltbot.Cli;

/// <summary>The program.</summary>
internal static class Program
{
    /// <summary>Runs it and gives its exit code.</summary>
    public static Task<int> Main(string[] args) => EntryPoint.RunAsync(args);
}

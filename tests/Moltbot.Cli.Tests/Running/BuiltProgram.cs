using System.Reflection;

namespace Moltbot.Cli.Tests.Running;

/// <summary>The command line as it was built together with these tests, or the published one that <c>MOLTBOT_PROGRAM</c> names.</summary>
internal static class BuiltProgram
{
    /// <summary>The absolute path of the executable.</summary>
    public static string Path { get; } = Published is { Length: > 0 } published
        ? System.IO.Path.GetFullPath(published)
        : System.IO.Path.ChangeExtension(Assembly, OperatingSystem.IsWindows() ? ".exe" : null);

    /// <summary>Whether it is a published one, which need not have a runtime to be started.</summary>
    public static bool IsPublished => Published is { Length: > 0 };

    private static string? Published => Environment.GetEnvironmentVariable("MOLTBOT_PROGRAM");

    /// <summary>The absolute path of the assembly that was built together with these tests, which <c>dotnet</c> runs.</summary>
    public static string Assembly => typeof(BuiltProgram).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "CommandLine").Value!;
}

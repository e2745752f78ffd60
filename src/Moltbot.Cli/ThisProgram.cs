using System.Reflection;
using Moltbot.Core.Errors;

namespace Moltbot.Cli;

/// <summary>This program, as another one starts it.</summary>
internal static class ThisProgram
{
    private const string Name = "moltbot";

    /// <summary>Its version.</summary>
    public static string Version => typeof(ThisProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The absolute path of the executable, also where <c>dotnet</c> runs the assembly beside it.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ProgramNotFound"/>: there is only the assembly.</exception>
    public static string Find()
    {
        string path = Environment.ProcessPath ?? "";
        if (!Path.GetFileNameWithoutExtension(path).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
            return path;

        string executable = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? $"{Name}.exe" : Name);
        return File.Exists(executable) ? executable : throw new MoltbotException(
            ErrorCode.ProgramNotFound,
            $"This moltbot is run by {path}, and there is no executable of it in {AppContext.BaseDirectory}. Name one: --command <path>.");
    }
}

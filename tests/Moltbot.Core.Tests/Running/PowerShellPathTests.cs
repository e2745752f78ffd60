using Moltbot.Core.Installation;
using Moltbot.Core.Running;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Running;

public sealed class PowerShellPathTests : IDisposable
{
    private static readonly string Program = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";

    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void The_first_one_in_the_PATH_is_taken()
    {
        home.Write($"a/{Program}.txt", "");
        string first = home.Write($"b/{Program}", "");
        home.Write($"c/{Program}", "");
        home.Write($".dotnet/tools/{Program}", "");

        Find(("PATH", string.Join(Path.PathSeparator, InHome("a"), InHome("b"), InHome("c")))).ShouldBe(first);
    }

    [Fact]
    public void A_folder_of_the_PATH_that_is_not_absolute_is_passed_over()
    {
        string tool = home.Write($".dotnet/tools/{Program}", "");
        home.Write($"b/{Program}", "");

        Find(("PATH", "b")).ShouldBe(Packaged ?? tool);
    }

    [Theory]
    [InlineData(null, ".dotnet/tools")]
    [InlineData("elsewhere", "elsewhere/.dotnet/tools")]
    public void A_global_tool_of_dotnet_is_found_without_the_PATH(string? toolsHome, string folder)
    {
        string tool = home.Write($"{folder}/{Program}", "");

        Find(("PATH", home.Path), ("DOTNET_CLI_HOME", toolsHome is null ? "" : InHome(toolsHome))).ShouldBe(Packaged ?? tool);
    }

    [Fact]
    public void Where_there_is_none_nothing_is_found() => Find(("PATH", home.Path)).ShouldBe(Packaged);

    /// <summary>The one that a package has put on the machine of the test, which comes before a tool; most have none.</summary>
    private static string? Packaged { get; } = new[] { "/usr/bin", "/usr/local/bin", "/opt/microsoft/powershell/7", "/snap/bin", "/opt/homebrew/bin", @"C:\Program Files\PowerShell\7" }
        .Select(folder => Path.Combine(folder, Program))
        .FirstOrDefault(File.Exists);

    private string InHome(string path) => Path.Combine(home.Path, path);

    private string? Find(params (string Name, string Value)[] variables) => PowerShellPath.Find(new ProcessEnvironment
    {
        Variables = variables.ToDictionary(variable => variable.Name, variable => variable.Value),
        HomeDirectory = home.Path,
        WorkingDirectory = home.Path,
    });
}

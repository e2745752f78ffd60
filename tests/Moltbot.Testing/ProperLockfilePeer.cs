using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Xunit;

namespace Moltbot.Testing;

/// <summary>A Node process that locks with the gateway's own library, proper-lockfile.</summary>
public sealed class ProperLockfilePeer : IDisposable
{
    private const string Package = "proper-lockfile";
    private const string Version = "4.1.2";
    private static readonly TimeSpan LongestInstallation = TimeSpan.FromSeconds(60);
    private static readonly Lazy<string> Modules = new(FindModules);

    private readonly Process node;

    private ProperLockfilePeer(Process node) => this.node = node;

    /// <summary>Starts the process, or skips the test where Node or the package cannot be had.</summary>
    public static ProperLockfilePeer Start()
    {
        Process? node = StartProgram("node", [Script(), Modules.Value]);
        SkipReason.Program.Require(node is not null, "node is not on the PATH.");
        return new ProperLockfilePeer(node);
    }

    /// <summary>Gives a command to the process, and returns its answer, which has to be a success.</summary>
    public async Task<JsonObject> Ask(JsonObject command)
    {
        await node.StandardInput.WriteLineAsync(command.ToJsonString());
        string? line = await node.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.True(line is not null, "the Node process has ended");
        JsonObject answer = JsonNode.Parse(line!)!.AsObject();
        Assert.True(answer["ok"]!.GetValue<bool>(), line);
        return answer;
    }

    /// <summary>Ends the process without a chance to release its locks.</summary>
    public async Task Kill()
    {
        node.Kill();
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        node.Kill();
        node.WaitForExit();
        node.Dispose();
    }

    /// <summary>The node_modules folder that MOLTBOT_PROPER_LOCKFILE names, or one in the temporary folder that is filled once.</summary>
    private static string FindModules()
    {
        if (Environment.GetEnvironmentVariable("MOLTBOT_PROPER_LOCKFILE") is { Length: > 0 } named)
        {
            Assert.True(HasPackage(named), $"MOLTBOT_PROPER_LOCKFILE names a folder without {Package} {Version}");
            return named;
        }

        string prefix = Path.Combine(Path.GetTempPath(), $"moltbot-test-{Package}-{Version}");
        string modules = Path.Combine(prefix, "node_modules");
        if (!HasPackage(modules))
            Install(prefix);

        SkipReason.Program.Require(HasPackage(modules), $"npm could not install {Package} {Version}.");
        return modules;
    }

    private static bool HasPackage(string modules)
    {
        string manifest = Path.Combine(modules, Package, "package.json");
        return File.Exists(manifest) && JsonNode.Parse(File.ReadAllText(manifest))?["version"]?.GetValue<string>() == Version;
    }

    private static void Install(string prefix)
    {
        Directory.CreateDirectory(prefix);
        string npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        using Process? installation = StartProgram(npm, ["install", $"{Package}@{Version}", "--no-save", "--no-audit", "--no-fund", "--prefix", prefix]);
        SkipReason.Program.Require(installation is not null, $"npm is not on the PATH, and MOLTBOT_PROPER_LOCKFILE names no folder with {Package}.");
        installation.OutputDataReceived += static (_, _) => { };
        installation.BeginOutputReadLine();
        if (installation.WaitForExit(LongestInstallation))
            return;

        installation.Kill(entireProcessTree: true);
        SkipReason.Program.Require(false, $"npm did not install {Package} {Version} within {LongestInstallation.TotalSeconds} seconds.");
    }

    private static Process? StartProgram(string program, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static string Script([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "proper-lockfile-peer.js");
}

using Moltbot.Testing;

namespace Moltbot.Core.Tests.Architecture;

/// <summary>What -WhatIf and -Confirm say comes from the change that is planned.</summary>
public sealed class ApprovalTests
{
    private static readonly string Module = Path.Combine(RepositoryLayout.Root, "src", "Moltbot.PowerShell");

    [Fact]
    public void One_place_asks_whether_a_change_is_to_be_made() =>
        Directory.EnumerateFiles(Module, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Where(file => File.ReadAllText(file).Contains(" ShouldProcess(", StringComparison.Ordinal) || File.ReadAllText(file).Contains("!ShouldProcess(", StringComparison.Ordinal))
            .Select(file => Path.GetFileName(file))
            .ShouldBe(["MoltbotCmdlet.cs"]);
}

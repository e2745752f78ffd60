using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Surface;

/// <summary>What programs read of ours: the outputs of every command that has <c>--json</c>, in installations of both generations with all kinds of things in them.</summary>
public sealed class JsonSurfaceTests(QuotaServer quotas, ProbedModels models) : IClassFixture<QuotaServer>, IClassFixture<ProbedModels>
{
    [Fact]
    public async Task The_members_of_outputs_are_those_that_were_reviewed()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no crontab, and what is written is the same everywhere.");
        JsonSurface surface = new();
        await new JsonScenes(surface, quotas, models).RunAsync();

        surface.Commands.ShouldBe(WithJson(), ignoreOrder: true);
        ReviewedSurface.Compare("json.txt", surface.Lines());
    }

    /// <summary>The commands that have the option.</summary>
    private static IEnumerable<string> WithJson() => CommandTree.Paths().Where(path => path.Split(' ')
        .Aggregate(CommandTree.Root(), (command, word) => command.Subcommands.Single(below => below.Name == word))
        .Options.Any(option => option.Name == "--json"));
}

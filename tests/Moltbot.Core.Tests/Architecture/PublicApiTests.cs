using Moltbot.Testing;
using PublicApiGenerator;

namespace Moltbot.Core.Tests.Architecture;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_types_of_the_core_are_those_that_were_reviewed() => ReviewedSurface.Compare("Moltbot.Core.txt", Lines());

    private static string[] Lines() => typeof(MoltbotInstallation).Assembly
        .GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false })
        .Split('\n');
}

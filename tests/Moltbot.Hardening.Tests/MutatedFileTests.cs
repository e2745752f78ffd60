using Moltbot.Testing.Hardening;

namespace Moltbot.Hardening.Tests;

/// <summary>Whatever is in a file, looking at it is an answer or an error with a code, and changes nothing.</summary>
public sealed class MutatedFileTests
{
    private const int Files = 100;

    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    [InlineData(103)]
    [InlineData(104)]
    public void A_mutated_file_is_looked_at(int seed)
    {
        using MutatedInstallation installation = new(seed);
        for (int file = 0; file < Files; file++)
            installation.Next();
    }

    [Fact]
    public void The_same_seed_gives_the_same_files()
    {
        using MutatedInstallation one = new(7);
        using MutatedInstallation other = new(7);
        one.Next();
        other.Next();

        one.Last.Path.ShouldBe(other.Last.Path);
        one.Last.Content.ShouldBe(other.Last.Content);
    }
}

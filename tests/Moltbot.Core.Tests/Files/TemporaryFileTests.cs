using Moltbot.Core.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

/// <summary>What killed processes left beside the files that they were about to replace.</summary>
public sealed class TemporaryFileTests : IDisposable
{
    private const string Tag = ".0123456789abcdef0123456789abcdef.tmp";

    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData("auth-profiles.json" + Tag)]
    [InlineData("moltbot.json.bak" + Tag)]
    [InlineData(".env" + Tag)]
    public void The_next_change_of_any_file_in_the_directory_clears_them_away(string left)
    {
        Leave(left, age: 25);

        AtomicFile.Replace(home["file"], "new"u8);

        Names().ShouldBe(["file"]);
    }

    [Fact]
    public void So_does_a_file_that_is_created_and_one_that_is_changed_under_its_lock()
    {
        Leave("a" + Tag, age: 25);
        AtomicFile.Create(home["created"], "new"u8);
        Names().ShouldBe(["created"]);

        Leave("a" + Tag, age: 25);
        using (DirectoryLock held = DirectoryLock.Acquire(home["created"], cancellationToken: TestContext.Current.CancellationToken))
            AtomicFile.Replace(held, "newer"u8, isLasting: false);
        Names().ShouldBe(["created"]);
    }

    [Theory]
    [InlineData("file" + Tag, 23)] // somebody may still be at work
    [InlineData("file.0123456789abcdef.tmp", 25)] // of another program
    [InlineData("file.123.0d2f0c9e-1111-2222-3333-444455556666.tmp", 25)] // the gateway's
    [InlineData("file.0123456789ABCDEF0123456789ABCDEF.tmp", 25)]
    [InlineData("file0123456789abcdef0123456789abcdef.tmp", 25)]
    [InlineData(Tag, 25)]
    public void What_is_young_or_not_ours_stays(string left, double age)
    {
        Leave(left, age);

        AtomicFile.Replace(home["file"], "new"u8);

        Names().ShouldContain(left);
    }

    [Fact]
    public void Root_clears_away_its_own_and_what_is_the_directorys_owners()
    {
        Directory.CreateDirectory(home["theirs"]);
        foreach ((string name, uint owner) in new[] { ("theirs/roots" + Tag, 0u), ("theirs/own" + Tag, 4321u), ("theirs/others" + Tag, 4322u) })
        {
            Leave(name, age: 25);
            Unix.SetOwner(home[name], owner);
        }

        Unix.SetOwner(home["theirs"], 4321);

        AtomicFile.Replace(home["theirs/file"], "new"u8);

        Directory.GetFiles(home["theirs"]).Select(path => Path.GetFileName(path)).ShouldBe(["file", "others" + Tag], ignoreOrder: true);
    }

    [Fact]
    public void What_is_another_users_or_no_file_stays()
    {
        Leave("others" + Tag, age: 25);
        Unix.SetOwner(home["others" + Tag], 4321);
        Directory.CreateDirectory(home["directory" + Tag]);
        Directory.SetLastWriteTimeUtc(home["directory" + Tag], DateTime.UtcNow.AddDays(-2));

        AtomicFile.Replace(home["file"], "new"u8);

        Names().ShouldBe(["directory" + Tag, "file", "others" + Tag]);
    }

    [Fact]
    public void The_names_of_our_own_are_known() => TemporaryFile.IsNameOfOne(TemporaryFile.NameFor("a")).ShouldBeTrue();

    private void Leave(string name, double age)
    {
        home.Write(name, "sk-left-behind");
        File.SetLastWriteTimeUtc(home[name], DateTime.UtcNow.AddHours(-age));
    }

    private string[] Names() => [.. Directory.GetFileSystemEntries(home.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}

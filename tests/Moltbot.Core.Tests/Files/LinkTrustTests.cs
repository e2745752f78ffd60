using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

/// <summary>Which links are followed, and that what was opened behind them stays what it was.</summary>
public sealed class LinkTrustTests : IDisposable
{
    private const uint Root = 0;
    private const uint Me = 1000;
    private const uint Friend = 1001;
    private const uint Stranger = 1002;

    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData(Me, Me, false, true)]
    [InlineData(Stranger, Me, false, true)]
    [InlineData(Me, Friend, true, true)]
    [InlineData(Root, Friend, true, true)]
    [InlineData(Friend, Friend, true, true)]
    [InlineData(Stranger, Friend, true, false)]
    [InlineData(Stranger, Me, true, false)]
    [InlineData(Stranger, Root, true, false)]
    public void Where_others_may_put_things_only_links_of_mine_of_roots_and_of_the_directorys_owner_are_followed(uint link, uint directory, bool isShared, bool isFollowed) =>
        LinkTrust.MayBeFollowed(link, directory, isShared, Me).ShouldBe(isFollowed);

    [Theory]
    [InlineData(Root, Root, Friend, true)]
    [InlineData(Root, Friend, Friend, true)]
    [InlineData(Root, Friend, Root, false)]
    [InlineData(Root, Friend, Stranger, false)]
    [InlineData(Me, Friend, Stranger, true)]
    public void Root_is_led_only_where_the_owner_of_the_link_is_at_home(uint user, uint link, uint target, bool isFollowed) =>
        LinkTrust.MayLeadTo(link, target, user).ShouldBe(isFollowed);

    [Fact]
    public void A_directory_that_is_exchanged_for_a_link_while_a_file_is_written_leads_nothing_elsewhere()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "A directory in use cannot be moved away on Windows.");
        home.Write("state/file", "old");
        Directory.CreateDirectory(home["elsewhere"]);

        AtomicFile.Replace(home["state/file"], "new"u8, _ =>
        {
            Directory.Move(home["state"], home["moved"]);
            SymbolicLink.Make(home["state"], home["elsewhere"]);
        });

        Directory.GetFileSystemEntries(home["elsewhere"]).ShouldBeEmpty();
        Directory.GetFiles(home["moved"]).ShouldBe([home["moved/file"]]);
        File.ReadAllText(home["moved/file"]).ShouldBe("new");
    }

    [Fact]
    public void A_link_that_takes_the_place_of_the_file_at_the_last_moment_is_not_replaced()
    {
        Wine.Lacks(Wine.Links);
        home.Write("file", "old");
        home.Write("target", "text");

        Should.Throw<MoltbotException>(() => AtomicFile.Replace(home["file"], "new"u8, _ =>
        {
            File.Delete(home["file"]);
            SymbolicLink.Make(home["file"], home["target"]);
        })).Code.ShouldBe(ErrorCode.WriteFailed);

        File.ReadAllText(home["target"]).ShouldBe("text");
        Directory.GetFiles(home.Path).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("link/../other/file", "other/file")]
    [InlineData("./link/./file", "real/inner/file")]
    [InlineData("absolute/file", "real/inner/file")]
    [InlineData("chain/file", "real/inner/file")]
    public void Links_and_dots_lead_where_the_system_says(string path, string real)
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows resolves dots before links.");
        home.Write("real/inner/file", "text");
        home.Write("other/file", "text");
        SymbolicLink.Make(home["link"], "./real/../real/inner");
        SymbolicLink.Make(home["absolute"], home["real/inner"]);
        SymbolicLink.Make(home["chain"], "absolute");

        using FilePlace? place = FilePlace.Find(home[path]);

        place.ShouldNotBeNull().Path.ShouldBe(home[real]);
    }

    [Theory]
    [InlineData("755", Stranger, true)]
    [InlineData("755", Root, false)] // root is led only to what is the stranger's
    [InlineData("757", Stranger, false)] // where others may put things
    [InlineData("775", Stranger, false)]
    public void The_link_of_a_stranger_is_judged_by_where_it_lies_and_where_it_leads(string mode, uint target, bool isFollowed)
    {
        home.Write("target", "text");
        Directory.CreateDirectory(home["links"]);
        SymbolicLink.Make(home["links/link"], home["target"]);
        Unix.SetOwner(home["links/link"], Stranger);
        Unix.SetOwner(home["target"], target);
        Unix.SetMode(home["links"], mode);

        if (isFollowed)
            SharedFile.Read(home["links/link"], FileLimit.Record).ShouldBe("text"u8.ToArray());
        else
            Should.Throw<ForeignLinkException>(() => SharedFile.Read(home["links/link"], FileLimit.Record)).Path.ShouldBe(home["links/link"]);
    }

    [Fact]
    public void A_place_that_is_looked_for_is_not_made()
    {
        FilePlace.Find(home["missing/file"]).ShouldBeNull();

        Directory.Exists(home["missing"]).ShouldBeFalse();
        Should.Throw<NotAFileException>(() => FilePlace.Find(Path.GetPathRoot(home.Path)!));
    }

    [Fact]
    public void A_directory_behind_a_link_to_nothing_is_not_made()
    {
        SymbolicLink.Make(home["share"], home["not/mounted"]);

        MoltbotException error = Should.Throw<MoltbotException>(() => AtomicFile.Replace(home["share/agents/file"], "new"u8));

        (error.Code, error.Path).ShouldBe((ErrorCode.WriteFailed, home["share"]));
        error.Message.ShouldContain("Remove or correct the link");
        Directory.Exists(home["not"]).ShouldBeFalse();
    }
}

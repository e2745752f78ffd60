using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

public sealed class RealPathTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void A_path_without_links_is_itself()
    {
        string file = home.Write("a/b/file", "");

        RealPath.Resolve(file).ShouldBe(file);
    }

    [Fact]
    public void A_relative_path_is_made_absolute()
    {
        RealPath.Resolve("some-file").ShouldBe(RealPath.Resolve(Path.Combine(Environment.CurrentDirectory, "some-file")));
    }

    [Fact]
    public void Dots_and_doubled_or_trailing_separators_are_removed()
    {
        string file = home.Write("a/file", "");

        RealPath.Resolve(home["a/../a/.//file/"]).ShouldBe(file);
    }

    [Fact]
    public void A_linked_file_leads_to_its_target()
    {
        string file = home.Write("real/file", "");
        SymbolicLink.Make(home["link"], file);

        RealPath.Resolve(home["link"]).ShouldBe(file);
    }

    [Fact]
    public void A_linked_directory_in_the_middle_is_followed()
    {
        string file = home.Write("real/inner/file", "");
        SymbolicLink.Make(home["link"], home["real"]);

        RealPath.Resolve(home["link/inner/file"]).ShouldBe(file);
    }

    [Fact]
    public void A_relative_target_counts_from_the_directory_of_the_link()
    {
        string file = home.Write("real/file", "");
        Directory.CreateDirectory(home["links"]);
        SymbolicLink.Make(home["links/link"], "../real/file");

        RealPath.Resolve(home["links/link"]).ShouldBe(file);
    }

    [Fact]
    public void A_step_up_behind_a_linked_directory_leads_out_of_the_real_one()
    {
        string file = home.Write("far/away/file", "");
        Directory.CreateDirectory(home["far/away/inner"]);
        SymbolicLink.Make(home["near"], home["far/away/inner"]);
        SymbolicLink.Make(home["link"], "near/../file");

        RealPath.Resolve(home["link"]).ShouldBe(file);
    }

    [Fact]
    public void A_chain_of_links_is_followed_to_its_end()
    {
        string file = home.Write("file", "");
        SymbolicLink.Make(home["first"], file);
        SymbolicLink.Make(home["second"], "first");
        SymbolicLink.Make(home["third"], home["second"]);

        RealPath.Resolve(home["third"]).ShouldBe(file);
    }

    [Fact]
    public void A_dangling_link_leads_to_where_its_target_would_be()
    {
        SymbolicLink.Make(home["link"], "missing/file");

        RealPath.Resolve(home["link"]).ShouldBe(home["missing/file"]);
    }

    [Fact]
    public void Links_in_a_circle_are_an_error()
    {
        SymbolicLink.Make(home["one"], "two");
        SymbolicLink.Make(home["two"], "one");

        MoltbotException error = Should.Throw<MoltbotException>(() => RealPath.Resolve(home["one"]));

        error.Code.ShouldBe(ErrorCode.WriteFailed);
        error.Path.ShouldBe(home["one"]);
        error.Message.ShouldContain("circle");
    }

    [Theory]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public void As_many_links_are_followed_as_on_Linux(int links, bool isFollowed)
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsMacOS(), "macOS itself follows 32.");
        home.Write("0", "");
        for (int link = 1; link <= links; link++)
            SymbolicLink.Make(home[$"{link}"], $"{link - 1}");

        RealPath.Exists(home[$"{links}"]).ShouldBe(isFollowed);
        foreach (Func<string, string> follow in new Func<string, string>[] { RealPath.Resolve, RealPath.ResolveTrusted })
        {
            if (isFollowed)
                follow(home[$"{links}"]).ShouldBe(home["0"]);
            else
                Should.Throw<MoltbotException>(() => follow(home[$"{links}"])).Path.ShouldBe(home[$"{links}"]);
        }
    }

    [Fact]
    public void A_dot_in_a_target_leads_nowhere_else()
    {
        string file = home.Write("real/file", "");
        SymbolicLink.Make(home["link"], "./real/./file");

        RealPath.Resolve(home["link"]).ShouldBe(file);
    }

    [Fact]
    public void What_a_link_leads_to_has_to_be_there()
    {
        home.Write("file", "");
        SymbolicLink.Make(home["link"], "file");
        SymbolicLink.Make(home["dangling"], "missing");
        SymbolicLink.Make(home["circle"], "circle");

        (RealPath.Exists(home["file"]), RealPath.Exists(home["link"])).ShouldBe((true, true));
        (RealPath.Exists(home["dangling"]), RealPath.Exists(home["circle"]), RealPath.Exists(home["missing"])).ShouldBe((false, false, false));
    }

    [Fact]
    public void The_way_to_what_is_not_there_leads_as_far_as_it_is()
    {
        Directory.CreateDirectory(home["real"]);
        SymbolicLink.Make(home["link"], "real");

        RealPath.ResolveTrusted(home["link/missing"]).ShouldBe(home["real/missing"]);
        RealPath.ResolveTrusted(home["link/missing/file"]).ShouldBe(home["real/missing/file"]);
    }
}

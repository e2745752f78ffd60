using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

/// <summary>What is in a directory; one that cannot be looked into never counts as empty.</summary>
public sealed class FolderTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void Files_and_folders_are_told_apart_each_in_its_order_and_hidden_ones_too()
    {
        home.Write("b", "");
        home.Write(".hidden", "");
        home.Write("C", "");
        home.Write("z/inner", "");
        home.Write(".y/inner", "");

        Folder.Files(home.Path, out MoltbotException? problem).ShouldBe([home[".hidden"], home["C"], home["b"]]);
        Folder.Folders(home.Path, out MoltbotException? other).ShouldBe([home[".y"], home["z"]]);
        (problem, other).ShouldBe((null, null));
    }

    [Fact]
    public void One_that_is_not_there_is_empty()
    {
        Folder.Files(home["missing"], out MoltbotException? problem).ShouldBeEmpty();
        problem.ShouldBeNull();
    }

    [Fact]
    public void One_that_may_not_be_listed_is_told()
    {
        home.Write("closed/file", "");
        Unix.SetMode(home.Path, "755");
        Unix.SetMode(home["closed"], "000");
        MoltbotException? problem = null;

        Unprivileged.Run(() => Folder.Files(home["closed"], out problem)).ShouldBeEmpty();

        problem.ShouldNotBeNull().Code.ShouldBe(ErrorCode.InstallationUnreadable);
        problem.Path.ShouldBe(home["closed"]);
    }

    [Theory]
    [InlineData("file", true)]
    [InlineData("folder", true)]
    [InlineData("dangling", true)]
    [InlineData("missing", false)]
    [InlineData("missing/inner", false)]
    public void Something_is_there_be_it_a_link_to_nothing(string name, bool isThere)
    {
        home.Write("file", "");
        home.Write("folder/inner", "");
        SymbolicLink.Make(home["dangling"], "nothing");

        Folder.Holds(home[name], out MoltbotException? problem).ShouldBe(isThere);

        problem.ShouldBeNull();
    }

    [Fact]
    public void What_is_where_nobody_may_look_is_not_known()
    {
        home.Write("closed/file", "");
        Unix.SetMode(home.Path, "755");
        Unix.SetMode(home["closed"], "000");
        MoltbotException? problem = null;

        Unprivileged.Run(() => Folder.Holds(home["closed/file"], out problem)).ShouldBeFalse();

        problem.ShouldNotBeNull().Code.ShouldBe(ErrorCode.InstallationUnreadable);
    }
}

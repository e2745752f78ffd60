using System.Runtime.Versioning;
using Moltbot.Core.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

/// <summary>What is done with names in a directory that is open.</summary>
public sealed class HeldDirectoryTests : IDisposable
{
    private readonly TemporaryHome home = new();
    private readonly HeldDirectory directory;

    public HeldDirectoryTests() => directory = HeldDirectory.Make(home["directory"]);

    public void Dispose()
    {
        directory.Dispose();
        home.Dispose();
    }

    [Fact]
    public void One_that_is_not_there_is_not_opened() => HeldDirectory.Open(home["missing"]).ShouldBeNull();

    [Fact]
    public void A_file_moves_into_another_directory()
    {
        home.Write("directory/file", "text");
        using HeldDirectory other = HeldDirectory.Make(home["other"]);

        directory.Move("file", other, "moved");

        home.Files().Keys.ShouldBe(["other/moved"]);
    }

    [Fact]
    public void What_has_the_name_already_is_not_replaced_by_a_move()
    {
        home.Write("directory/file", "text");
        home.Write("directory/other", "other text");

        Should.Throw<IOException>(() => directory.Move("file", directory, "other"));

        File.ReadAllText(home["directory/other"]).ShouldBe("other text");
        File.ReadAllText(home["directory/file"]).ShouldBe("text");
    }

    [Fact]
    public void What_is_not_there_any_more_is_not_moved() => Should.Throw<FileNotFoundException>(() => directory.Move("file", directory, "other"));

    [Fact]
    public void A_name_is_exchanged_for_one_that_is_in_use()
    {
        home.Write("directory/file", "text");
        home.Write("directory/other", "other text");

        directory.Rename("file", "other").ShouldBeTrue();
        directory.Rename("file", "other").ShouldBeFalse();

        File.ReadAllText(home["directory/other"]).ShouldBe("text");
    }

    [Fact]
    public void A_second_name_is_given_once()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "On Windows there is a renaming in one step.");
        home.Write("directory/file", "text");

        directory.TryLink("file", "second").ShouldBeTrue();
        directory.TryLink("file", "second").ShouldBeFalse();

        RegularFile.HasOtherNames(home["directory/file"]).ShouldBeTrue();
        directory.Delete("second");
        RegularFile.HasOtherNames(home["directory/file"]).ShouldBeFalse();
        Directory.CreateDirectory(home["directory/inner"]);
        RegularFile.HasOtherNames(home["directory"]).ShouldBeFalse();
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void The_rights_of_what_a_link_leads_to_are_not_changed()
    {
        home.Write("directory/file", "text");
        SymbolicLink.Make(home["directory/link"], "file");
        Unix.SetMode(home["directory/file"], "644");

        directory.ChangeMode("file", UnixFileMode.UserRead);
        Should.Throw<IOException>(() => directory.ChangeMode("link", UnixFileMode.None));
        Should.Throw<IOException>(() => directory.ChangeMode("missing", UnixFileMode.None));

        Unix.Mode(home["directory/file"]).ShouldBe("400");
    }

    [Fact]
    public void A_directory_and_nothing_else_is_made_and_removed_once()
    {
        home.Write("directory/file", "text");

        directory.TryCreateDirectory("new").ShouldBeTrue();
        directory.TryCreateDirectory("new").ShouldBeFalse();
        directory.TryRemoveDirectory("new").ShouldBeTrue();
        directory.TryRemoveDirectory("new").ShouldBeTrue();
        directory.TryRemoveDirectory("file").ShouldBeFalse();

        home.Files().Keys.ShouldBe(["directory/file"]);
    }

    [Fact]
    public void What_cannot_be_removed_is_an_error_unless_that_does_not_matter()
    {
        Directory.CreateDirectory(home["directory/inner"]);

        Should.Throw<Exception>(() => directory.Delete("inner")).ShouldBeAssignableTo<SystemException>();
        directory.TryDelete("inner");
        directory.Delete("missing");

        Directory.Exists(home["directory/inner"]).ShouldBeTrue();
    }

    [Fact]
    public void A_link_to_a_directory_is_made_where_nothing_is()
    {
        SymbolicLink.Make(home["other"], home["directory"]);
        HeldDirectory.MakeLink(home["link"], home["directory"]);

        new DirectoryInfo(home["link"]).LinkTarget.ShouldBe(home["directory"]);
        Should.Throw<IOException>(() => HeldDirectory.MakeLink(home["link"], home["directory"]));
        Should.Throw<DirectoryNotFoundException>(() => HeldDirectory.MakeLink(home["missing/link"], home["directory"]));
    }

    [Fact]
    public void A_link_that_root_makes_belongs_to_whom_its_directory_does()
    {
        Unix.SetOwner(home["directory"], 4321);

        HeldDirectory.MakeLink(home["directory/link"], home.Path);

        using FilePlace? place = FilePlace.Find(home["directory/file"]);
        if (!OperatingSystem.IsWindows())
            place.ShouldNotBeNull().Directory.StatusOf("link").ShouldNotBeNull().Owner.ShouldBe(4321u);
    }
}

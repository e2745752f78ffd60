using System.Security.AccessControl;
using System.Security.Principal;
using Microsoft.Win32.SafeHandles;
using Moltbot.Core.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

public sealed class OwnerOnlyTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void Every_directory_that_was_missing_is_closed_to_others()
    {
        HeldDirectory.Make(home["a/b/c"]).Dispose();

        Unix.Mode(home["a"]).ShouldBe("700");
        Unix.Mode(home["a/b"]).ShouldBe("700");
        Unix.Mode(home["a/b/c"]).ShouldBe("700");
    }

    [Fact]
    public void A_directory_that_exists_keeps_its_mode()
    {
        Directory.CreateDirectory(home["open"]);
        Unix.SetMode(home["open"], "755");

        HeldDirectory.Make(home["open"]).Dispose();
        HeldDirectory.Make(home["open/inner"]).Dispose();

        Unix.Mode(home["open"]).ShouldBe("755");
        Unix.Mode(home["open/inner"]).ShouldBe("700");
    }

    [Fact]
    public void No_directory_takes_the_place_of_a_file()
    {
        home.Write("file", "text");

        Should.Throw<IOException>(() => HeldDirectory.Make(home["file/inner"]));

        File.ReadAllText(home["file"]).ShouldBe("text");
    }

    [Fact]
    public void A_new_file_is_closed_to_others_before_anything_is_written()
    {
        using SafeFileHandle file = Create("file");

        RandomAccess.GetLength(file).ShouldBe(0);
        Unix.Mode(home["file"]).ShouldBe("600");
    }

    [Fact]
    public void A_file_that_exists_is_not_opened()
    {
        home.Write("file", "text");

        Should.Throw<IOException>(() => Create("file"));

        File.ReadAllText(home["file"]).ShouldBe("text");
    }

    [Fact]
    public void On_Windows_the_access_list_admits_the_user_the_system_and_administrators_only()
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsWindows(), "Only Windows has access lists.");

        HeldDirectory.Make(home["directory"]).Dispose();
        Create("directory/file").Dispose();

        ShouldAdmitOwnersOnly(home["directory"]);
        ShouldAdmitOwnersOnly(home["directory/file"]);
    }

    private SafeFileHandle Create(string file)
    {
        using FilePlace place = FilePlace.Make(home[file]);
        return place.Directory.CreateFile(place.Name);
    }

    private static void ShouldAdmitOwnersOnly(string path)
    {
        if (!OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException();

        FileSystemSecurity list = Directory.Exists(path) ? new DirectoryInfo(path).GetAccessControl() : new FileInfo(path).GetAccessControl();
        using WindowsIdentity user = WindowsIdentity.GetCurrent();
        List<string> admitted = [];
        foreach (FileSystemAccessRule rule in list.GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier)))
            admitted.Add(rule.IdentityReference.Value);

        list.AreAccessRulesProtected.ShouldBeTrue();
        admitted.ShouldBe([user.User!.Value, "S-1-5-18", "S-1-5-32-544"], ignoreOrder: true);
    }
}

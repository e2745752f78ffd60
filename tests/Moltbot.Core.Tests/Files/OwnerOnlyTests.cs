using System.Runtime.Versioning;
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

    [Fact]
    public void On_Windows_an_account_that_could_open_a_file_can_open_the_one_in_its_place()
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsWindows(), "Only Windows has access lists.");
        if (!OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException();

        const string Gateway = "S-1-5-20"; // the account of network services
        string file = home.Write("file", "old");
        FileSecurity before = new FileInfo(file).GetAccessControl();
        before.AddAccessRule(new FileSystemAccessRule(new SecurityIdentifier(Gateway), FileSystemRights.Modify, AccessControlType.Allow));
        before.AddAccessRule(new FileSystemAccessRule(new SecurityIdentifier("S-1-1-0"), FileSystemRights.Read, AccessControlType.Allow));
        new FileInfo(file).SetAccessControl(before);

        AtomicFile.Replace(file, "new"u8);

        List<string> admitted = Admitted(file);
        admitted.ShouldContain(Gateway);
        admitted.ShouldNotContain("S-1-1-0");
    }

    [Fact]
    public void On_Windows_an_account_that_a_directory_admits_can_open_what_is_new_in_it()
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsWindows(), "Only Windows has access lists.");
        if (!OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException();

        const string Gateway = "S-1-5-20";
        DirectoryInfo directory = Directory.CreateDirectory(home["state"]);
        DirectorySecurity access = directory.GetAccessControl();
        access.AddAccessRule(new FileSystemAccessRule(new SecurityIdentifier(Gateway), FileSystemRights.Modify, InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit, PropagationFlags.None, AccessControlType.Allow));
        directory.SetAccessControl(access);

        AtomicFile.Replace(home["state/agents/file"], "new"u8);

        Admitted(home["state/agents"]).ShouldContain(Gateway);
        Admitted(home["state/agents/file"]).ShouldContain(Gateway);
    }

    [SupportedOSPlatform("windows")]
    private static List<string> Admitted(string path)
    {
        FileSystemSecurity list = Directory.Exists(path) ? new DirectoryInfo(path).GetAccessControl() : new FileInfo(path).GetAccessControl();
        return [.. list.GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier)).Cast<FileSystemAccessRule>().Select(rule => rule.IdentityReference.Value)];
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

        list.AreAccessRulesProtected.ShouldBeTrue();
        Admitted(path).ShouldBe([user.User!.Value, "S-1-5-18", "S-1-5-32-544"], ignoreOrder: true);
    }
}

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

    /// <summary>The mode of a file or a directory before, after it was left to its owner, after its owner was given his rights, and after it was closed to others' files.</summary>
    public static TheoryData<string, string, string, string, string> Modes => new()
    {
        { "file", "664", "600", "664", "644" },
        { "file", "44", "0", "644", "44" },
        { "directory", "777", "700", "777", "755" },
        { "directory", "1777", "700", "1777", "1755" },
        { "directory", "57", "0", "757", "55" },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_repair_changes_whose_the_rights_are_and_tells_the_command_that_gives_them_back(string name, string before, string restricted, string admitted, string closed)
    {
        home.Write("file", "text");
        Directory.CreateDirectory(home["directory"]);

        foreach ((Func<string, string, string> repair, string after) in new (Func<string, string, string>, string)[] { (OwnerOnly.Restrict, restricted), (OwnerOnly.Admit, admitted), (OwnerOnly.Close, closed) })
        {
            Unix.SetMode(home[name], before);

            repair(home[name], "~/it").ShouldBe($"chmod {before} '~/it'");

            Unix.Mode(home[name]).ShouldBe(after);
        }
    }

    [Fact]
    public void What_is_given_away_goes_to_the_owner_of_another_with_the_command_that_gives_it_back()
    {
        home.Write("file", "text");
        Directory.CreateDirectory(home["like"]);
        Unix.SetOwner(home["like"], 4321);
        Unix.SetOwner(home["file"], 4322);

        OwnerOnly.GiveAs(home["file"], "~/file", home["like"]).ShouldBe("chown 4322 '~/file'");

        OwnerOf("file").ShouldBe(4321u);
    }

    [Fact]
    public void Nobody_but_root_gives_anything_away()
    {
        home.Write("open/file", "text");
        Directory.CreateDirectory(home["like"]);
        Unix.SetMode(home.Path, "755");
        Unix.SetMode(home["open"], "755");
        Unix.SetOwner(home["like"], 4321);

        Should.Throw<IOException>(() => Unprivileged.Run(() => OwnerOnly.GiveAs(home["open/file"], "~/file", home["like"]))).Message.ShouldContain("only an administrator");

        OwnerOf("open/file").ShouldBe(0u);
    }

    [Fact]
    public void What_is_not_there_cannot_be_repaired()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");
        home.Write("file", "text");

        Should.Throw<IOException>(() => OwnerOnly.Restrict(home["missing"], "~/missing"));
        Should.Throw<IOException>(() => OwnerOnly.Restrict(home["missing/inner"], "~/missing/inner"));
        Should.Throw<IOException>(() => OwnerOnly.GiveAs(home["file"], "~/file", home["missing"]));
    }

    [Fact]
    public void What_is_new_belongs_to_whom_its_directory_does()
    {
        Directory.CreateDirectory(home["theirs"]);
        Unix.SetGroup(home["theirs"], group: 2345, owner: 4321);

        AtomicFile.Replace(home["theirs/made/file"], "new"u8);

        (OwnerOf("theirs/made"), OwnerOf("theirs/made/file"), GroupOf("theirs/made/file")).ShouldBe((4321u, 4321u, 2345u));
    }

    [Fact]
    public void A_new_file_that_is_not_for_us_alone_can_be_read_by_everybody()
    {
        AtomicFile.Replace(home["file"], "new"u8, FileProtection.AsBefore);

        Unix.Mode(home["file"]).ShouldBe("644");
    }

    [Fact]
    public void On_Windows_the_access_list_admits_the_user_the_system_and_administrators_only()
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsWindows(), "Only Windows has access lists.");
        Wine.Lacks(Wine.AccessLists);

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
        Wine.Lacks(Wine.AccessLists);

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
        Wine.Lacks(Wine.AccessLists);

        AtomicFile.Replace(home["state/agents/file"], "new"u8);

        Admitted(home["state/agents"]).ShouldContain(Gateway);
        Admitted(home["state/agents/file"]).ShouldContain(Gateway);
    }

    /// <summary>What a list says before, whose the file is, and what the one of a file after it says; accounts are 1001 (a person) and 1002 (a gateway's), BU all users, WD everybody, CO whoever makes something.</summary>
    public static TheoryData<string, string?, string> Lists => new()
    {
        { "(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;P1)", "P1", "A SY F, A BA F, A P1 F" },
        { "(A;;FA;;;SY)(A;;0x1301bf;;;P2)(A;;FR;;;BU)(A;;FR;;;WD)", "P1", "A SY F, A BA F, A P1 F, A P2 M" },
        { "(D;;FW;;;WD)(A;;FA;;;SY)", "P2", "D WD W, A SY F, A BA F, A P2 F" },
        { "(A;;FA;;;BA)(A;ID;FA;;;P2)", "P2", "A SY F, A BA F, A P2 F" },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void On_Windows_a_list_admits_whom_the_one_before_it_admitted_but_never_everybody(string before, string? person, string after)
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsWindows(), "Only Windows has access lists.");
        if (!OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException();

        FileSecurity list = new();
        list.SetSecurityDescriptorSddlForm($"D:{Spelled(before)}");
        FileSecurity made = new();

        WindowsAccess.Fill(made, list, person is null ? null : new SecurityIdentifier(Spelled(person)), InheritanceFlags.None);

        made.AreAccessRulesProtected.ShouldBeTrue();
        Described(made).ShouldBe(after.Split(", "), ignoreOrder: true);
    }

    [Fact]
    public void On_Windows_a_new_file_takes_what_its_directory_hands_on()
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsWindows(), "Only Windows has access lists.");
        if (!OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException();

        DirectorySecurity list = new();
        list.SetSecurityDescriptorSddlForm($"D:{Spelled("(A;OICI;FA;;;SY)(A;OICIIO;GA;;;CO)(A;OICIIO;GA;;;P2)(A;;FA;;;P1)")}");
        FileSecurity made = new();

        WindowsAccess.Fill(made, list, new SecurityIdentifier(Spelled("P2")), InheritanceFlags.None);

        Described(made).ShouldBe(["A SY F", "A BA F", "A P2 F"], ignoreOrder: true);
    }

    private static string Spelled(string text) => text.Replace("P1", "S-1-5-21-1-2-3-1001", StringComparison.Ordinal).Replace("P2", "S-1-5-21-1-2-3-1002", StringComparison.Ordinal);

    /// <summary>The rules, but for those of the account that runs the tests.</summary>
    [SupportedOSPlatform("windows")]
    private static IEnumerable<string> Described(FileSecurity list)
    {
        string user = WindowsAccess.CurrentUser().Value;
        return list.GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier)).Cast<FileSystemAccessRule>().Where(rule => rule.IdentityReference.Value != user).Select(Described);
    }

    [SupportedOSPlatform("windows")]
    private static string Described(FileSystemAccessRule rule)
    {
        string account = rule.IdentityReference.Value switch { "S-1-5-18" => "SY", "S-1-5-32-544" => "BA", "S-1-1-0" => "WD", "S-1-5-21-1-2-3-1001" => "P1", "S-1-5-21-1-2-3-1002" => "P2", string other => other };
        string rights = rule.FileSystemRights switch { FileSystemRights.FullControl => "F", FileSystemRights.Modify | FileSystemRights.Synchronize => "M", FileSystemRights other => (other & FileSystemRights.Write) == FileSystemRights.Write ? "W" : other.ToString() };
        return $"{(rule.AccessControlType == AccessControlType.Allow ? 'A' : 'D')} {account} {rights}";
    }

    [SupportedOSPlatform("windows")]
    private static List<string> Admitted(string path)
    {
        FileSystemSecurity list = Directory.Exists(path) ? new DirectoryInfo(path).GetAccessControl() : new FileInfo(path).GetAccessControl();
        return [.. list.GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier)).Cast<FileSystemAccessRule>().Select(rule => rule.IdentityReference.Value)];
    }

    private uint OwnerOf(string path) => OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : UnixCalls.OwnerOf(home[path]).ShouldNotBeNull();

    private uint GroupOf(string path) => OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : UnixCalls.TryStatusOf(home[path]).ShouldNotBeNull().Group;

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

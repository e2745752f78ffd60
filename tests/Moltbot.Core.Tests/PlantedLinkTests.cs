using System.Runtime.Versioning;
using Moltbot.Core.Diagnosing;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests;

/// <summary>
/// Root works in the directories of others, who can put a link to any file there. Whatever is changed, that file is not: neither
/// what is in it, nor who may open it, nor anything beside it.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class PlantedLinkTests : IDisposable
{
    private const uint Attacker = 4321;
    private const uint Other = 4322;
    private const string Home = ".clawdbot";

    private readonly TemporaryInstallation installation = new();

    public static TheoryData<string, string> Changes => new(SpecialTargetTests.Changes.Keys);

    public static TheoryData<string, string> ChangesOfFiles => new(
        SpecialTargetTests.Changes.Keys.Where(change => !change.File.EndsWith(".lock", StringComparison.Ordinal) && !change.File.EndsWith("/auth.json", StringComparison.Ordinal)));

    public void Dispose() => installation.Dispose();

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_file_of_root_is_not_changed_through_the_link_of_another_user(string change, string file) => ShouldStay(change, file, () =>
    {
        string target = installation.Home.Write("root/file", "{}\n");
        Link(file, target);
        return target;
    });

    [Theory]
    [MemberData(nameof(Changes))]
    public void Nothing_is_changed_in_a_directory_of_root_through_the_link_of_another_user(string change, string file) => ShouldStay(change, file, () =>
    {
        string directory = Path.GetDirectoryName(installation.Home[file])!;
        Directory.CreateDirectory(directory);
        Directory.CreateDirectory(installation.Home["root"]);
        Directory.Move(directory, installation.Home["root/directory"]);
        SymbolicLink.Make(directory, installation.Home["root/directory"]);
        Unix.SetOwnerOfAll(installation.Home["root"], 0);
        return installation.Home["root"];
    });

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_file_of_a_third_user_is_not_changed_either(string change, string file) => ShouldStay(change, file, () =>
    {
        string target = installation.Home.Write("third/file", "{}\n");
        Unix.SetOwner(target, Other);
        Link(file, target);
        return target;
    });

    [Theory]
    [MemberData(nameof(ChangesOfFiles))]
    public void A_link_of_the_owner_to_a_file_of_his_is_followed(string change, string file)
    {
        SpecialTargetTests.LayOut(installation);
        string path = installation.Home[file];
        string target = installation.Home["elsewhere"];
        File.Move(path, target);
        SymbolicLink.Make(path, target);
        Unix.SetOwner(target, Attacker);
        Unix.SetOwnerOfAll(installation.Home[Home], Attacker);
        byte[] before = File.ReadAllBytes(target);

        SpecialTargetTests.Changes[(change, file)](installation.Open());

        File.ReadAllBytes(target).ShouldNotBe(before);
        UnixCalls.OwnerOf(target).ShouldBe(Attacker);
    }

    [Fact]
    public void A_link_of_root_is_followed_wherever_it_leads()
    {
        SpecialTargetTests.LayOut(installation);
        string target = installation.Home.Write("root/file", "LEVEL=debug\n");
        string path = installation.Home[Home + "/.env"];
        File.Delete(path);
        SymbolicLink.Make(path, target);
        Unix.SetOwner(path, 0);

        installation.Open().EnvironmentFile.Set("A", "b", TestContext.Current.CancellationToken);

        File.ReadAllText(target).ShouldBe("LEVEL=debug\nA=b\n");
    }

    public static TheoryData<string> Repairs => [.. RepairsByName.Keys];

    private static Dictionary<string, Action<FileRepairs, string>> RepairsByName { get; } = new(StringComparer.Ordinal)
    {
        ["restrict"] = (repairs, path) => repairs.Restrict(path),
        ["open"] = (repairs, path) => repairs.Open(path),
        ["close"] = (repairs, path) => repairs.Close(path),
        ["give"] = (repairs, path) => repairs.GiveAs(path, Path.GetDirectoryName(path)!),
        ["set aside"] = (repairs, path) => repairs.SetAside(path),
        ["rename"] = (repairs, path) => repairs.Rename(path, path + "-new"),
        ["delete"] = (repairs, path) => repairs.Delete(path),
        ["replace"] = (repairs, path) => repairs.Replace(path, "secret"u8.ToArray(), "changed"u8.ToArray(), TestContext.Current.CancellationToken),
        ["replace sessions"] = (repairs, path) => repairs.ReplaceSessions(path, "secret"u8.ToArray(), "changed"u8.ToArray(), TestContext.Current.CancellationToken),
    };

    [Theory]
    [MemberData(nameof(Repairs))]
    public void No_repair_follows_the_link_of_another_user(string repair)
    {
        string target = installation.Home.Write("root/file", "secret");
        Unix.SetMode(target, "644");
        string path = installation.Home.Write(Home + "/.env", "");
        File.Delete(path);
        SymbolicLink.Make(path, target);
        Unix.SetOwnerOfAll(installation.Home[Home], Attacker);

        Should.Throw<MoltbotException>(() => RepairsByName[repair](new FileRepairs(installation.Open().Paths, installation.Time), path)).Message.ShouldContain("not followed");

        (Unix.Mode(target), UnixCalls.OwnerOf(target), File.ReadAllText(target)).ShouldBe(("644", 0u, "secret"));
        Directory.GetFileSystemEntries(installation.Home["root"]).ShouldBe([target]);
    }

    [Fact]
    public void A_file_with_a_second_name_is_not_given_away()
    {
        string target = installation.Home.Write("state/target", "");
        string path = installation.Home["state/file"];
        Unix.SetOwner(installation.Home["state"], Attacker);
        using (HeldDirectory directory = HeldDirectory.Make(installation.Home["state"]))
            directory.TryLink("target", "file").ShouldBeTrue();

        Should.Throw<IOException>(() => OwnerOnly.GiveAs(path, path, installation.Home["state"]));
        Should.Throw<IOException>(() => OwnerOnly.Restrict(path, path));

        UnixCalls.OwnerOf(target).ShouldBe(0u);
    }

    private void ShouldStay(string change, string file, Func<string> plant)
    {
        SpecialTargetTests.LayOut(installation);
        if (file.EndsWith("/auth.json", StringComparison.Ordinal))
            File.Delete(installation.StorePath()); // an older layout is read only where there is no store
        Unix.SetOwnerOfAll(installation.Home.Path, Attacker);
        string target = plant();
        Unix.SetOwnerOfAll(installation.Home[Home], Attacker);
        string before = Look();

        MoltbotException error = Should.Throw<MoltbotException>(() => SpecialTargetTests.Changes[(change, file)](installation.Open()));

        error.Message.ShouldMatch(file.EndsWith(".lock", StringComparison.Ordinal) ? "not followed|it is a link" : "is not followed");
        Look().ShouldBe(before);

        string Look() => string.Join('\n', Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(target)!, "*", SearchOption.AllDirectories).Append(target).Order(StringComparer.Ordinal)
            .Select(entry => $"{entry} {Unix.Mode(entry)} {UnixCalls.OwnerOf(entry)} {(File.Exists(entry) ? File.ReadAllText(entry) : "")}"));
    }

    private void Link(string file, string target)
    {
        string path = installation.Home[file];
        File.Delete(path);
        SymbolicLink.Make(path, target);
    }
}

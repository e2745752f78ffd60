using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;

namespace Moltbot.Core.Tests.BackingUp;

/// <summary>Archives that nobody made with this program.</summary>
public sealed class HostileBackupTests : IDisposable
{
    private readonly BackupScene scene = BackupScene.Of("january");

    public void Dispose() => scene.Dispose();

    [Theory]
    [InlineData("../outside.json")]
    [InlineData("agents/../../outside.json")]
    [InlineData("agents//x.json")]
    [InlineData("agents/./x.json")]
    [InlineData("agents\\..\\..\\x.json")]
    [InlineData("C:x.json")]
    [InlineData("extensions/evil.js")]
    [InlineData("/tmp/../etc/x.json")]
    [InlineData("")]
    public void A_place_where_no_backup_puts_anything_is_refused(string path)
    {
        Write(("f", "evil"), path);

        Refused();
    }

    [Fact]
    public void A_place_outside_that_is_not_the_installations_is_left_out()
    {
        string victim = scene.Home.Write("victim.json", "untouched");
        Write(("f", "evil"), victim);

        scene.Restore();

        File.ReadAllText(victim).ShouldBe("untouched");
    }

    [Fact]
    public void A_link_in_an_archive_is_refused()
    {
        Write(("f", "x"), "agents/main/agent/models.json", archive => archive.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "g") { LinkName = "/etc" }));

        Refused();
    }

    [Fact]
    public void Something_behind_the_manifest_is_refused()
    {
        Write(("f", "x"), "agents/main/agent/models.json", behind: archive => archive.WriteEntry(Entry("h", "more")));

        Refused();
    }

    [Fact]
    public void Something_behind_the_end_is_refused()
    {
        Write(("f", "x"), "agents/main/agent/models.json");
        File.AppendAllText(scene.Archive, "more");

        Refused();
    }

    [Fact]
    public void A_file_that_the_manifest_does_not_name_is_refused()
    {
        Write(("f", "x"), "agents/main/agent/models.json", archive => archive.WriteEntry(Entry("g", "more")));

        Refused();
    }

    [Fact]
    public void A_file_that_is_there_twice_is_refused()
    {
        Write(("f", "x"), "agents/main/agent/models.json", archive => archive.WriteEntry(Entry("f", "x")));

        Refused();
    }

    [Fact]
    public void A_file_that_is_not_what_the_manifest_says_is_refused()
    {
        Write(("f", "x"), "agents/main/agent/models.json", digest: new string('0', 64));

        Refused();
    }

    [Theory]
    [InlineData("")]
    [InlineData("MOLTBAK1")]
    [InlineData("not an archive at all")]
    public void Something_else_is_refused(string content)
    {
        File.WriteAllText(scene.Archive, content);

        Refused();
    }

    [Fact]
    public void Chunks_that_have_changed_places_are_refused()
    {
        byte[] noise = new byte[300_000];
        new Random(1).NextBytes(noise);
        Directory.CreateDirectory(scene.Home[".clawdbot/agents/main/sessions"]);
        File.WriteAllBytes(scene.Home[".clawdbot/agents/main/sessions/s2.jsonl"], noise);
        scene.Save(BackupScene.Password);
        byte[] content = File.ReadAllBytes(scene.Archive);
        const int header = 64;
        const int chunk = (64 * 1024) + 16;
        byte[] first = content[header..(header + chunk)];
        Array.Copy(content, header + chunk, content, header, chunk);
        first.CopyTo(content, header + chunk);
        File.WriteAllBytes(scene.Archive, content);

        Refused();
    }

    [Fact]
    public void What_is_encrypted_and_was_changed_is_refused()
    {
        scene.Save(BackupScene.Password);
        byte[] content = File.ReadAllBytes(scene.Archive);
        content[^1] ^= 1;
        File.WriteAllBytes(scene.Archive, content);

        Refused();
    }

    private void Refused()
    {
        string before = scene.Home.Trace();
        Should.Throw<MoltbotException>(() => scene.Restore(BackupScene.Password)).Code.ShouldBe(ErrorCode.BackupUnreadable);
        scene.Home.Trace().ShouldBe(before);
    }

    private void Write((string Name, string Content) file, string path, Action<TarWriter>? more = null, Action<TarWriter>? behind = null, string? digest = null)
    {
        using FileStream target = File.Create(scene.Archive);
        using GZipStream packed = new(target, CompressionLevel.Fastest);
        using TarWriter archive = new(packed, TarEntryFormat.Pax);
        archive.WriteEntry(Entry(file.Name, file.Content));
        more?.Invoke(archive);
        JsonObject entry = new()
        {
            ["name"] = file.Name,
            ["path"] = path,
            ["kind"] = "Credentials",
            ["length"] = file.Content.Length,
            ["sha256"] = digest ?? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(file.Content))).ToLowerInvariant(),
        };
        JsonObject manifest = new() { ["format"] = "moltbot-backup", ["version"] = 1, ["createdAt"] = 1, ["layout"] = "january", ["stateDirectory"] = "/x", ["files"] = new JsonArray(entry) };
        archive.WriteEntry(Entry("manifest.json", manifest.ToJsonString()));
        behind?.Invoke(archive);
    }

    private static PaxTarEntry Entry(string name, string content) => new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) };
}

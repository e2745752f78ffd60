using System.Text;
using Moltbot.Core.BackingUp;
using Moltbot.Core.Errors;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.BackingUp;

public sealed class BackupTests
{
    [Theory]
    [InlineData("january")]
    [InlineData("today")]
    public void What_is_saved_comes_back_where_nothing_is(string layout)
    {
        using BackupScene scene = BackupScene.Of(layout);
        string before = Saved(scene);
        scene.Save().Files.ShouldNotBeEmpty();
        Directory.Delete(scene.Home[scene.State], recursive: true);
        Directory.CreateDirectory(scene.Home[scene.State]);

        RestoredInstallation restored = scene.Restore();

        Saved(scene).ShouldBe(before);
        restored.SafetyCopy.ShouldBeNull();
        restored.Files.ShouldAllBe(file => file.State == RestoredFileState.New);
    }

    [Theory]
    [InlineData("january")]
    [InlineData("today")]
    public void What_has_changed_since_is_replaced_and_kept(string layout)
    {
        using BackupScene scene = BackupScene.Of(layout);
        string before = scene.Meaning();
        scene.Save(BackupScene.Password);
        Change(scene);
        string changed = scene.Meaning();
        changed.ShouldNotBe(before);

        RestoredInstallation restored = scene.Restore(BackupScene.Password);

        scene.Meaning().ShouldBe(before);
        restored.Changed.ShouldBe(2);
        scene.Restore(archive: restored.SafetyCopy.ShouldNotBeNull());
        scene.Meaning().ShouldBe(changed);
    }

    [Theory]
    [InlineData("january")]
    [InlineData("today")]
    public void A_rehearsal_says_what_would_change_and_changes_nothing(string layout)
    {
        using BackupScene scene = BackupScene.Of(layout);
        scene.Save();
        Change(scene);
        string before = scene.Home.Trace();

        RestoredInstallation planned = scene.Rehearse();

        planned.Files.Where(file => file.State == RestoredFileState.Changed).Select(file => Path.GetFileName(file.Path))
            .ShouldBe(layout == "today" ? ["openclaw.sqlite", ".env"] : ["auth-profiles.json", ".env"]);
        planned.Files.Count(file => file.State == RestoredFileState.Same).ShouldBe(planned.Files.Count - 2);
        scene.Home.Trace().ShouldBe(before);
    }

    [Theory]
    [InlineData("january")]
    [InlineData("today")]
    public void What_is_the_same_is_left_alone(string layout)
    {
        using BackupScene scene = BackupScene.Of(layout);
        scene.Save();
        string before = scene.Home.Trace();

        scene.Restore().Changed.ShouldBe(0);

        scene.Home.Trace().ShouldBe(before);
    }

    [Fact]
    public void Files_that_the_backup_does_not_have_stay()
    {
        using BackupScene scene = BackupScene.Of("january");
        scene.Save();
        scene.Installation.Store(new StoreBuilder().ApiKey("zai:new"), "later").File(".clawdbot/.env", "");

        scene.Restore();

        scene.Installation.Stored("later").Find("zai:new").ShouldNotBeNull();
    }

    [Fact]
    public void What_is_no_part_of_the_installation_is_not_saved()
    {
        using BackupScene scene = BackupScene.Of("january");

        string[] saved = [.. scene.Save().Files.Select(file => file.Path)];

        saved.ShouldBe(
            [
                "agents/main/agent/auth-profiles.json", "agents/work/agent/auth-profiles.json", "credentials/oauth.json", "credentials/rotations/r.json",
                "agents/main/sessions/s1.jsonl", "agents/main/sessions/sessions.json", "monitor.json", ".env", "parts/shared.json5", "moltbot.json",
            ],
            ignoreOrder: true);
        saved[^1].ShouldBe("moltbot.json", "what names the rest comes back last");
    }

    [Fact]
    public void Databases_are_saved_as_they_are_at_one_moment_while_somebody_writes()
    {
        using BackupScene scene = BackupScene.Of("today");
        string database = scene.Home[".openclaw/state/openclaw.sqlite"];
        using (TodayDatabase.Hold(database, "BEGIN IMMEDIATE", "UPDATE config_machine_state SET value_json = '{}' WHERE state_key = 'authProfiles.store'"))
        {
            scene.Save();
        }

        Directory.Delete(scene.Home[".openclaw"], recursive: true);
        Directory.CreateDirectory(scene.Home[".openclaw"]);
        scene.Restore();

        TodayDatabase.Ask(database, "SELECT value_json FROM config_machine_state WHERE state_key = 'authProfiles.store'").ShouldNotBeNull().ShouldContain("anthropic:main");
        TodayDatabase.Ask(database, "PRAGMA integrity_check").ShouldBe("ok");
        File.ReadAllBytes(database)[18].ShouldBe((byte)2, "it is of the kind that has its changes beside it");
    }

    [Theory]
    [InlineData("january")]
    [InlineData("today")]
    public void Saving_leaves_the_installation_as_it_is_and_nothing_beside_the_backup(string layout)
    {
        using BackupScene scene = BackupScene.Of(layout);
        string before = scene.Home.Fingerprint();

        scene.Save();

        Directory.EnumerateFileSystemEntries(scene.Home["copies"]).ShouldBe([scene.Archive]);
        File.Delete(scene.Archive);
        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_backup_is_its_owners_alone()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has access lists.");
        using BackupScene scene = BackupScene.Of("january");

        scene.Save();

        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(scene.Archive).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_when_that_is_wanted()
    {
        using BackupScene scene = BackupScene.Of("january");
        scene.Home.Write("copies/backup.tar.gz", "mine");

        Should.Throw<MoltbotException>(() => scene.Save()).Code.ShouldBe(ErrorCode.BackupExists);

        File.ReadAllText(scene.Archive).ShouldBe("mine");
        scene.Backups().Save(scene.Archive, overwrite: true, cancellation: TestContext.Current.CancellationToken);
        scene.Rehearse().Changed.ShouldBe(0);
    }

    [Fact]
    public void What_is_encrypted_shows_nothing()
    {
        using BackupScene scene = BackupScene.Of("january");

        scene.Save(BackupScene.Password);

        string content = Encoding.Latin1.GetString(File.ReadAllBytes(scene.Archive));
        content.ShouldStartWith("MOLTBAK1");
        content.ShouldNotContain("auth-profiles");
    }

    [Theory]
    [InlineData(null, ErrorCode.BackupPasswordMissing)]
    [InlineData("", ErrorCode.BackupPasswordMissing)]
    [InlineData("wrong", ErrorCode.BackupPasswordWrong)]
    public void Another_password_opens_nothing(string? password, ErrorCode code)
    {
        using BackupScene scene = BackupScene.Of("january");
        scene.Save(BackupScene.Password);
        string before = scene.Home.Trace();

        Should.Throw<MoltbotException>(() => scene.Restore(password is null ? null : new(password))).Code.ShouldBe(code);

        scene.Home.Trace().ShouldBe(before);
    }

    /// <summary>A header of another's making must not have a password hashed for hours.</summary>
    [Fact]
    public void A_header_that_wants_too_much_is_refused_at_once()
    {
        using BackupScene scene = BackupScene.Of("january");
        scene.Save(BackupScene.Password);
        byte[] content = File.ReadAllBytes(scene.Archive);
        content[8] = 0x7F;
        File.WriteAllBytes(scene.Archive, content);

        Should.Throw<MoltbotException>(() => scene.Restore(BackupScene.Password)).Code.ShouldBe(ErrorCode.BackupUnreadable);
    }

    [Fact]
    public void What_was_cut_off_anywhere_is_not_restored()
    {
        using BackupScene scene = BackupScene.Of("january");
        scene.Save();
        byte[] whole = File.ReadAllBytes(scene.Archive);
        Change(scene);
        string before = scene.Meaning();

        foreach (int place in PlacesIn(whole))
        {
            File.WriteAllBytes(scene.Archive, whole[..place]);
            Should.Throw<MoltbotException>(() => scene.Restore(), $"at {place} of {whole.Length}").Code.ShouldBe(ErrorCode.BackupUnreadable);
        }

        scene.Meaning().ShouldBe(before);
    }

    /// <summary>A few bits of a compressed file say nothing, so what is flipped there is no other content.</summary>
    [Fact]
    public void What_was_changed_anywhere_is_noticed_or_says_the_same()
    {
        using BackupScene scene = BackupScene.Of("january");
        BackedUpFile[] saved = [.. scene.Save().Files];
        byte[] whole = File.ReadAllBytes(scene.Archive);
        int noticed = 0;

        foreach (int place in PlacesIn(whole))
        {
            byte[] flipped = [.. whole];
            flipped[place] ^= 1;
            File.WriteAllBytes(scene.Archive, flipped);
            try
            {
                using BackupArchive archive = scene.Backups().Open(scene.Archive, () => null);
                archive.Files.ShouldBe(saved);
            }
            catch (MoltbotException damaged) when (damaged.Code == ErrorCode.BackupUnreadable)
            {
                noticed++;
            }
        }

        noticed.ShouldBeGreaterThan(60);
    }

    private static IEnumerable<int> PlacesIn(byte[] whole) =>
        Enumerable.Range(1, 40).Select(part => 10 + (part * (whole.Length - 40) / 41)).Concat(Enumerable.Range(whole.Length - 30, 30));

    [Fact]
    public void A_gateway_that_runs_is_not_surprised()
    {
        using BackupScene scene = BackupScene.Of("today");
        scene.Save();
        Change(scene);
        scene.Home.Write(".openclaw/tmp/openclaw-0/gateway.state.lock", $$"""{"pid":{{Environment.ProcessId}}}""");
        string before = scene.Home.Trace();

        Should.Throw<MoltbotException>(() => scene.Restore()).Code.ShouldBe(ErrorCode.GatewayRunning);

        scene.Home.Trace().ShouldBe(before);
    }

    [Fact]
    public void Where_nobody_can_tell_whether_a_gateway_runs_nothing_is_restored()
    {
        using BackupScene scene = BackupScene.Of("today");
        scene.Save();
        scene.Home.Write(".openclaw/tmp/openclaw-0/gateway.state.lock", "{");

        Should.Throw<MoltbotException>(() => scene.Restore()).Code.ShouldBe(ErrorCode.GatewayRunning);
    }

    [Theory]
    [InlineData("january", "today")]
    [InlineData("today", "january")]
    public void A_backup_of_another_generation_is_refused_with_advice(string saved, string target)
    {
        using BackupScene source = BackupScene.Of(saved);
        source.Save();
        using BackupScene scene = BackupScene.Of(target);
        string before = scene.Home.Trace();

        MoltbotException refusal = Should.Throw<MoltbotException>(() => scene.Restore(archive: source.Archive));

        refusal.Code.ShouldBe(ErrorCode.BackupOfOtherLayout);
        refusal.Message.ShouldContain("--state-dir");
        scene.Home.Trace().ShouldBe(before);
    }

    [Fact]
    public void A_run_that_was_cut_off_is_finished_by_a_second_one()
    {
        using BackupScene scene = BackupScene.Of("january");
        byte[] noise = new byte[200_000];
        new Random(1).NextBytes(noise);
        File.WriteAllBytes(scene.Home[".clawdbot/agents/main/sessions/s2.jsonl"], noise);
        string before = scene.Meaning();
        scene.Save(BackupScene.Password);
        Change(scene);
        byte[] whole = File.ReadAllBytes(scene.Archive);
        using (BackupArchive archive = scene.Backups().Open(scene.Archive, () => BackupScene.Password))
        {
            using (FileStream damaging = File.OpenWrite(scene.Archive))
            {
                damaging.Position = whole.Length - 1;
                damaging.WriteByte((byte)~whole[^1]);
            }

            Should.Throw<MoltbotException>(() => scene.Backups().Restore(archive)).Code.ShouldBe(ErrorCode.BackupUnreadable);
        }

        scene.Installation.Stored().Find("zai:new").ShouldBeNull("this had come back before");
        scene.Meaning().ShouldNotBe(before);
        File.WriteAllBytes(scene.Archive, whole);

        scene.Restore(BackupScene.Password);

        scene.Meaning().ShouldBe(before);
    }

    [Fact]
    public void A_database_that_is_broken_is_replaced_and_kept_as_it_is()
    {
        using BackupScene scene = BackupScene.Of("today");
        string before = scene.Meaning();
        scene.Save();
        string database = scene.Home[".openclaw/state/openclaw.sqlite"];
        File.WriteAllText(database, "no database, and longer than a header of one has to be: 0123456789012345678901234567890123456789012345678901234567890123456789");
        byte[] broken = File.ReadAllBytes(database);

        RestoredInstallation restored = scene.Restore();

        scene.Meaning().ShouldBe(before);
        using BackupArchive copy = scene.Backups().Open(restored.SafetyCopy.ShouldNotBeNull(), () => null);
        copy.Files.Single(file => file.Path == "state/openclaw.sqlite").Length.ShouldBe(broken.Length);
    }

    [Fact]
    public void What_cannot_be_read_makes_no_backup()
    {
        using BackupScene scene = BackupScene.Of("today");
        File.WriteAllText(scene.Home[".openclaw/state/openclaw.sqlite"], "no database, and longer than a header of one has to be: 0123456789012345678901234567890123456789012345678901234567890123456789");

        Should.Throw<MoltbotException>(() => scene.Save()).Path.ShouldBe(scene.Home[".openclaw/state/openclaw.sqlite"]);

        Directory.EnumerateFileSystemEntries(scene.Home["copies"]).ShouldBeEmpty();
    }

    /// <summary>What was saved from a place outside goes back where this installation keeps it, and nowhere else.</summary>
    [Fact]
    public void What_lies_outside_goes_back_only_where_the_installation_keeps_it()
    {
        using BackupScene scene = BackupScene.Of("january");
        scene.Installation.Configuration("""{ "session": { "store": "~/elsewhere/{agentId}.json" }, "agents": { "list": [{ "id": "main" }] } }""").File("elsewhere/main.json", "{}");
        scene.Save().Files.ShouldContain(file => file.IsOutside && file.Path == scene.Home["elsewhere/main.json"]);
        scene.Installation.File("elsewhere/main.json", """{"agent:main:main":{"sessionId":"s2","updatedAt":2}}""");

        scene.Restore();

        File.ReadAllText(scene.Home["elsewhere/main.json"]).ShouldBe("{}");
        scene.Installation.Configuration("{}").File("elsewhere/main.json", "mine");
        scene.Restore().Files.Where(file => file.State == RestoredFileState.LeftOut).ShouldHaveSingleItem();
        File.ReadAllText(scene.Home["elsewhere/main.json"]).ShouldBe("mine");
    }

    [Fact]
    public void A_planted_link_is_not_followed()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Links need a right there.");
        using BackupScene scene = BackupScene.Of("january");
        scene.Save();
        scene.Home.Write("victim/.env", "untouched");
        File.Delete(scene.Home[".clawdbot/.env"]);
        Directory.CreateDirectory(scene.Home[".clawdbot/.env"]);

        Should.Throw<MoltbotException>(() => scene.Restore()).Code.ShouldBe(ErrorCode.WriteFailed);

        File.ReadAllText(scene.Home["victim/.env"]).ShouldBe("untouched");
    }

    private static void Change(BackupScene scene)
    {
        scene.Home.Write($"{scene.State}/.env", "XAI_API_KEY=xai-another\n");
        if (scene.State == MigratedHome.Directory)
            TodayDatabase.Run(scene.Home[".openclaw/state/openclaw.sqlite"], "UPDATE config_machine_state SET value_json = '{\"version\":1,\"profiles\":{}}' WHERE state_key = 'authProfiles.store'");
        else
            scene.Installation.Store(new StoreBuilder().ApiKey("zai:new"));
    }

    /// <summary>What is saved of an installation, and so can come back.</summary>
    private static string Saved(BackupScene scene) => string.Join('\n', scene.Meaning().Split('\n')
        .Where(line => !line.Contains(".bak", StringComparison.Ordinal) && !line.Contains(".migrated-", StringComparison.Ordinal) && !line.Contains("/workspace/", StringComparison.Ordinal)));
}

using Moltbot.Core.Configuration.Editing;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Configuration;

public sealed class ConfigurationBackupTests
{
    [Fact]
    public void The_last_five_contents_are_kept_the_newest_first()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ env: { V: '0' } }");

        for (int version = 1; version <= 6; version++)
            home.Apply(Version(version));

        string[] names = ["moltbot.json", "moltbot.json.bak", "moltbot.json.bak.1", "moltbot.json.bak.2", "moltbot.json.bak.3", "moltbot.json.bak.4"];
        home.FilesBeside().ShouldBe(names);
        names.Select(name => VersionIn(home.Read(".clawdbot/" + name))).ShouldBe("654321");
    }

    [Theory]
    [InlineData("644", "600")]
    [InlineData("600", "600")]
    [InlineData("400", "400")]
    public void A_backup_is_open_to_nobody_that_the_file_was_closed_to(string mode, string expected)
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{}");
        Unix.SetMode(home.ConfigPath, mode);

        home.Apply(Version(1));

        Unix.Mode(home.ConfigPath + ".bak").ShouldBe(expected);
    }

    [Fact]
    public void Not_even_for_a_moment_is_a_new_file_open_to_others()
    {
        using ConfigurationHome home = new ConfigurationHome().With(".clawdbot/env.json", "{}").WithConfig("{ env: { $include: 'env.json' } }");
        Unix.SetMode(home.ConfigPath, "644");
        List<string> modes = [];

        home.Apply(_ => [Version(1)], _ => modes.AddRange(Directory.EnumerateFiles(home[".clawdbot"], "*.tmp").Select(Unix.Mode)));

        modes.ShouldBe(["600", "600", "600", "600", "600"]);
    }

    [Fact]
    public void The_backup_is_ready_at_the_last_look_and_is_not_kept_of_what_others_have_replaced()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ /* old */ }");
        List<int> copies = [];

        home.Apply(_ => [Version(1)], _ =>
        {
            copies.Add(Directory.GetFiles(home[".clawdbot"], "*.bak.*.tmp").Length);
            if (copies.Count == 1)
                home.WithConfig("{ /* new */ }");
        });

        copies.ShouldBe([1, 1]);
        home.FilesBeside().ShouldBe(["moltbot.json", "moltbot.json.bak"]);
        home.Read(ConfigurationHome.ConfigFile + ".bak").ShouldBe("{ /* new */ }");
    }

    [Fact]
    public void A_backup_that_cannot_be_made_keeps_nobody_from_changing_the_file()
    {
        using ConfigurationHome home = new ConfigurationHome().With(ConfigurationHome.ConfigFile + ".bak/inner", "x").WithConfig("{}");

        home.Apply(Version(1));

        VersionIn(home.Config()).ShouldBe('1');
        home.FilesBeside().ShouldBe(["moltbot.json", "moltbot.json.bak"]);
        home.Read(ConfigurationHome.ConfigFile + ".bak/inner").ShouldBe("x");
    }

    [Fact]
    public void A_backup_takes_the_place_of_a_link_and_does_not_follow_it()
    {
        using ConfigurationHome home = new ConfigurationHome().With("elsewhere", "x").WithConfig("{}");
        SymbolicLink.Make(home.ConfigPath + ".bak", home["elsewhere"]);

        home.Apply(Version(1));

        home.Read("elsewhere").ShouldBe("x");
        home.Read(ConfigurationHome.ConfigFile + ".bak").ShouldBe("{}");
    }

    [Theory]
    [InlineData("a named pipe", ".bak")]
    [InlineData("a named pipe", ".bak.1")]
    [InlineData("a socket", ".bak.1")]
    [InlineData("a socket", ".bak.4")]
    [InlineData("a device", ".bak")]
    [InlineData("a device", ".bak.4")]
    [InlineData("a directory", ".bak.1")]
    [InlineData("a directory", ".bak.4")]
    public void What_is_no_file_is_neither_moved_on_nor_replaced_by_a_backup(string thing, string name)
    {
        using TemporaryInstallation installation = new();
        installation.Configuration("{}").File(".clawdbot/moltbot.json.bak.2", "older");
        string path = installation.Home.PutSpecialFile(thing, ".clawdbot/moltbot.json" + name);

        installation.Open().ConfigurationFile.Editor.Apply(_ => [Version(1)], TestContext.Current.CancellationToken);

        VersionIn(File.ReadAllText(installation.ConfigPath)).ShouldBe('1');
        SpecialFile.IsAt(thing, path).ShouldBeTrue();
        File.ReadAllText(installation.ConfigPath + ".bak.2").ShouldBe("older");
        Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!).Length.ShouldBe(3);
    }

    private static ConfigurationChange Version(int version) => ConfigurationChange.Set(["env", "V"], $"{version}");

    private static char VersionIn(string text) => text.First(char.IsAsciiDigit);
}

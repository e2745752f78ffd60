using Moltbot.Core.Installation;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Installation;

/// <summary>Separate installations under names (docs/gateway/config.md §1.3).</summary>
public sealed class InstallationProfileTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData("work", true)]
    [InlineData("W", true)]
    [InlineData("0_a-B", true)]
    [InlineData("", false)]
    [InlineData("-a", false)]
    [InlineData("_a", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("é", false)]
    public void A_name_is_letters_digits_underscores_and_dashes(string name, bool valid) =>
        InstallationProfile.IsValidName(name).ShouldBe(valid);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_name_has_at_most_64_characters(int length, bool valid) =>
        InstallationProfile.IsValidName(new string('a', length)).ShouldBe(valid);

    [Fact]
    public void A_name_leads_to_a_directory_of_its_own()
    {
        ProcessEnvironment applied = InstallationProfile.Apply(home.Environment, "work");

        applied.Get("CLAWDBOT_PROFILE").ShouldBe("work");
        InstallationPaths.Locate(applied).StateDirectory.ShouldBe(home[".clawdbot-work"]);
        InstallationPaths.Locate(applied).ConfigPath.ShouldBe(home[".clawdbot-work/moltbot.json"]);
        applied.Get("CLAWDBOT_GATEWAY_PORT").ShouldBeNull();
    }

    [Theory]
    [InlineData("default")]
    [InlineData("Default")]
    public void The_default_name_adds_no_suffix(string name) =>
        InstallationPaths.Locate(InstallationProfile.Apply(home.Environment, name)).StateDirectory.ShouldBe(home[".clawdbot"]);

    [Fact]
    public void A_home_configuration_does_not_show_through()
    {
        home.Write(".moltbot/moltbot.json", "{}");

        InstallationPaths.Locate(InstallationProfile.Apply(home.Environment, "work")).ConfigPath.ShouldBe(home[".clawdbot-work/moltbot.json"]);
    }

    [Fact]
    public void Development_has_a_port_of_its_own() =>
        InstallationProfile.Apply(home.Environment, "dev").Get("CLAWDBOT_GATEWAY_PORT").ShouldBe("19001");

    [Fact]
    public void What_the_environment_says_about_places_stays()
    {
        ProcessEnvironment environment = home.Environment
            .With("CLAWDBOT_STATE_DIR", "/s")
            .With("CLAWDBOT_GATEWAY_PORT", "1");

        ProcessEnvironment applied = InstallationProfile.Apply(environment, "dev");

        InstallationPaths.Locate(applied).StateDirectory.ShouldBe(Path.GetFullPath("/s", home.Path));
        InstallationPaths.Locate(applied).ConfigPath.ShouldBe(Path.GetFullPath("/s/moltbot.json", home.Path));
        applied.Get("CLAWDBOT_GATEWAY_PORT").ShouldBe("1");
    }

    [Fact]
    public void Blank_variables_are_filled()
    {
        ProcessEnvironment environment = home.Environment.With("CLAWDBOT_STATE_DIR", " ").With("CLAWDBOT_CONFIG_PATH", "");

        InstallationPaths.Locate(InstallationProfile.Apply(environment, "work")).StateDirectory.ShouldBe(home[".clawdbot-work"]);
    }

    [Theory]
    [InlineData("work", ".openclaw-work")]
    [InlineData("Work1", ".openclaw-Work1")]
    [InlineData("default", ".openclaw")]
    public void The_name_of_an_installation_of_today_leads_to_its_own_directory(string name, string directory)
    {
        home.Write(".openclaw/openclaw.json", "{}");

        ProcessEnvironment applied = InstallationProfile.Apply(home.Environment, name);

        (applied.Get("OPENCLAW_PROFILE"), applied.Get("OPENCLAW_GATEWAY_PORT")).ShouldBe((name, null));
        (InstallationPaths.Locate(applied).StateDirectory, InstallationPaths.Locate(applied).ConfigPath).ShouldBe((home[directory], home[$"{directory}/openclaw.json"]));
        InstallationProfile.NameIn(applied).ShouldBe(name == "default" ? null : name);
    }

    [Theory]
    [InlineData(".openclaw-work", ".openclaw-work")]
    [InlineData(".clawdbot-work", ".clawdbot-work")]
    public void The_generation_that_has_an_installation_of_the_name_is_meant(string there, string meant)
    {
        home.Write(there.Contains("openclaw", StringComparison.Ordinal) ? ".clawdbot/moltbot.json" : ".openclaw/openclaw.json", "{}");
        Directory.CreateDirectory(home[there]);

        InstallationPaths.Locate(InstallationProfile.Apply(home.Environment, "work")).StateDirectory.ShouldBe(home[meant]);
    }

    [Fact]
    public void A_link_that_the_newer_gateway_has_left_is_its_installation()
    {
        Directory.CreateDirectory(home[".openclaw-work"]);
        SymbolicLink.Make(home[".clawdbot-work"], home[".openclaw-work"]);

        InstallationPaths.Locate(InstallationProfile.Apply(home.Environment, "work")).StateDirectory.ShouldBe(home[".openclaw-work"]);
    }

    [Fact]
    public void Development_of_today_has_a_port_of_its_own_and_places_that_are_named_stay()
    {
        ProcessEnvironment applied = InstallationProfile.Apply(home.Environment.With("OPENCLAW_STATE_DIR", home["elsewhere"]), "dev");

        applied.Get("OPENCLAW_GATEWAY_PORT").ShouldBe("19001");
        applied.Get("OPENCLAW_CONFIG_PATH").ShouldBe(home["elsewhere/openclaw.json"]);
        InstallationPaths.Locate(applied).StateDirectory.ShouldBe(home["elsewhere"]);
        InstallationProfile.NameIn(applied).ShouldBeNull();
    }

    [Fact]
    public void The_variable_of_a_name_alone_leads_nowhere()
    {
        ProcessEnvironment environment = home.Environment.With("OPENCLAW_PROFILE", "zz");
        home.Write(".openclaw/openclaw.json", "{}");

        InstallationPaths.Locate(environment).StateDirectory.ShouldBe(home[".openclaw"]);
        InstallationProfile.NameIn(environment).ShouldBeNull();
    }
}

using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Tests.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Installation;

/// <summary>Which generation of gateways a place belongs to (docs/gateway/later.md §7.2).</summary>
public sealed class InstallationLayoutTests : IDisposable
{
    private const string Database = "state/openclaw.sqlite";
    private const string AgentDatabase = "openclaw-agent.sqlite";

    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData(".openclaw/")]
    [InlineData(".openclaw-work/")]
    [InlineData(".openclaw")]
    [InlineData(".openclaw/agents/")]
    public void A_state_directory_of_that_name_is_todays_whatever_is_in_it(string existing)
    {
        Create(existing);

        OfDirectory(existing.TrimEnd('/')).Kind.ShouldBe(LayoutKind.Today);
    }

    [Theory]
    [InlineData("openclaw.json")]
    [InlineData(Database)]
    [InlineData(AgentDatabase)]
    [InlineData("agent/openclaw-agent.sqlite")]
    public void A_state_directory_is_todays_when_it_holds_what_only_a_gateway_of_today_makes(string evidence)
    {
        Create($"gateway/{evidence}");

        InstallationLayout layout = OfDirectory("gateway");

        (layout.Kind, layout.Place, layout.Evidence).ShouldBe((LayoutKind.Today, home["gateway"], home[$"gateway/{evidence}"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".clawdbot/")]
    [InlineData(".clawdbot/moltbot.json .clawdbot/clawdbot.json .clawdbot/agents/main/agent/auth-profiles.json .clawdbot/state/other.sqlite")]
    [InlineData(".clawdbot/ .openclaw/openclaw.json .openclaw/state/openclaw.sqlite")]
    [InlineData(".clawdbot/ openclaw.json")]
    [InlineData(".clawdbot/workspace/openclaw.json")]
    public void Everything_else_is_Januarys(string existing)
    {
        Create(existing);

        InstallationLayout layout = OfDirectory(".clawdbot");

        layout.Kind.ShouldBe(LayoutKind.January);
        layout.MayWrite.IsAllowed.ShouldBeTrue();
        layout.Unseen.ShouldBeNull();
    }

    [Fact]
    public void What_a_link_leads_to_counts()
    {
        Create(".openclaw/");
        SymbolicLink.Make(home[".clawdbot"], home[".openclaw"]);

        InstallationLayout layout = OfDirectory(".clawdbot");

        (layout.Kind, layout.Place, layout.Evidence).ShouldBe((LayoutKind.Today, home[".clawdbot"], home[".openclaw"]));
    }

    [Fact]
    public void Links_are_followed_to_their_end()
    {
        Create("disk/real/openclaw.json");
        SymbolicLink.Make(home["disk/second"], "real");
        SymbolicLink.Make(home["first"], "disk/second");
        SymbolicLink.Make(home[".clawdbot"], "first");

        OfDirectory(".clawdbot").Kind.ShouldBe(LayoutKind.Today);
    }

    [Fact]
    public void A_name_on_the_way_counts_as_well()
    {
        Create("disk/");
        SymbolicLink.Make(home[".openclaw"], "disk");
        SymbolicLink.Make(home[".clawdbot"], ".openclaw");

        OfDirectory(".clawdbot").Evidence.ShouldBe(home[".openclaw"]);
    }

    [Fact]
    public void A_link_to_what_is_not_there_yet_counts_by_its_name()
    {
        SymbolicLink.Make(home[".clawdbot"], ".openclaw");

        OfDirectory(".clawdbot").Kind.ShouldBe(LayoutKind.Today);
    }

    [Fact]
    public void Links_in_a_circle_tell_nothing()
    {
        SymbolicLink.Make(home["a"], "b");
        SymbolicLink.Make(home["b"], "a");

        OfDirectory("a").Kind.ShouldBe(LayoutKind.Unknown);
        OfDirectory("a/state").MayWrite.Refusal!.Message.ShouldContain("in a circle");
        OfFile("a/auth-profiles.json").Kind.ShouldBe(LayoutKind.January);
    }

    [Theory]
    [InlineData(".openclaw/", ".openclaw/agents/main/agent/auth-profiles.json")]
    [InlineData(".openclaw/", ".openclaw/conf/models.json5")]
    [InlineData("gateway/openclaw.json", "gateway/agents/ops/agent/auth-profiles.json")]
    [InlineData("gateway/openclaw.json", "gateway/agents/ops/sessions/sessions.json")]
    [InlineData("gateway/openclaw.json", "gateway/moltbot.json")]
    [InlineData("gateway/state/openclaw.sqlite", "gateway/conf/models.json5")]
    [InlineData("gateway/state/openclaw.sqlite", "gateway/agents/ops/agent/auth-profiles.json")]
    [InlineData("ops/openclaw-agent.sqlite", "ops/auth-profiles.json")]
    [InlineData("ops/agent/openclaw-agent.sqlite", "ops/sessions/sessions.json")]
    public void A_file_in_an_installation_of_today_is_todays(string existing, string file)
    {
        Create(existing);

        OfFile(file).Kind.ShouldBe(LayoutKind.Today);
    }

    [Theory]
    [InlineData("openclaw.json", ".clawdbot/agents/main/agent/auth-profiles.json")]
    [InlineData("openclaw.json", ".clawdbot/moltbot.json")]
    [InlineData(".openclaw/openclaw.json", ".clawdbot/moltbot.json")]
    [InlineData(".clawdbot/agents/ops/agent/openclaw-agent.sqlite", ".clawdbot/agents/main/agent/auth-profiles.json")]
    public void A_file_beside_one_is_not(string existing, string file)
    {
        Create(existing);

        OfFile(file).Kind.ShouldBe(LayoutKind.January);
    }

    [Theory]
    [InlineData("elsewhere/store.json", ".openclaw/agents/main/agent/auth-profiles.json")]
    [InlineData(".openclaw/agents/main/agent/auth-profiles.json", "elsewhere/store.json")]
    public void A_file_is_todays_where_its_name_is_or_where_it_is_itself(string link, string target)
    {
        Create("elsewhere/ .openclaw/agents/main/agent/");
        SymbolicLink.Make(home[link], home[target]);

        OfFile(link).Kind.ShouldBe(LayoutKind.Today);
    }

    [Fact]
    public void The_file_of_an_installation_of_today_is_todays_wherever_it_is()
    {
        Create(".clawdbot/openclaw.json elsewhere/");
        InstallationPaths paths = InstallationPaths.Locate(home.Environment);

        InstallationLayout.Of(paths).At(home["elsewhere/auth-profiles.json"]).Evidence.ShouldBe(home[".clawdbot/openclaw.json"]);
    }

    [Theory]
    [InlineData("CLAWDBOT_STATE_DIR")]
    [InlineData("MOLTBOT_STATE_DIR")]
    public void A_variable_that_names_the_directory_changes_nothing(string name)
    {
        Create("gateway/openclaw.json");

        InstallationLayout.Of(InstallationPaths.Locate(home.Environment.With(name, "~/gateway"))).Kind.ShouldBe(LayoutKind.Today);
    }

    [Fact]
    public void A_directory_that_is_named_outright_changes_nothing()
    {
        MigratedHome.LayOut(home);

        InstallationLayout.Of(InstallationPaths.At("~/.clawdbot/", home.Environment)).Kind.ShouldBe(LayoutKind.Today);
    }

    [Fact]
    public void The_refusal_says_whose_it_is_how_that_is_known_and_what_to_do()
    {
        Create("gateway/openclaw.json");

        MoltbotException refusal = OfDirectory("gateway").MayWrite.Refusal!;

        refusal.Code.ShouldBe(ErrorCode.InstallationNotServed);
        refusal.Path.ShouldBe(home["gateway/openclaw.json"]);
        refusal.Message.ShouldStartWith($"{home["gateway"]} {MigratedHome.Refusal}, as {home["gateway/openclaw.json"]} shows.");
        refusal.Message.ShouldContain("would stop that gateway");
        refusal.Message.ShouldContain("`openclaw models auth …`");
    }

    [Theory]
    [InlineData(".clawdbot")]
    [InlineData(".clawdbot/state")]
    public void Where_what_would_tell_is_closed_nothing_may_be_written(string closed)
    {
        Create(".clawdbot/state/other");
        Unix.SetMode(home.Path, "755");
        Unix.SetMode(home[closed], "0");

        InstallationLayout layout = Unprivileged.Run(() => OfDirectory(".clawdbot"));

        layout.Kind.ShouldBe(LayoutKind.Unknown);
        layout.Unseen.ShouldBeNull();
        MoltbotException refusal = layout.MayWrite.Refusal!;
        refusal.Code.ShouldBe(ErrorCode.InstallationUnreadable);
        refusal.Path.ShouldBe(home[$"{closed}/openclaw.{(closed == ".clawdbot" ? "json" : "sqlite")}"]);
        refusal.Message.ShouldContain(refusal.Path!);
        refusal.Message.ShouldContain("who may read it");
    }

    [Fact]
    public void What_is_closed_elsewhere_tells_nothing()
    {
        Create(".clawdbot/agents/main/agent/ state/");
        Unix.SetMode(home.Path, "755");
        Unix.SetMode(home["state"], "0");
        Unix.SetMode(home[".clawdbot/agents/main/agent"], "0");

        Unprivileged.Run(() => OfFile(".clawdbot/agents/main/agent/auth-profiles.json")).Kind.ShouldBe(LayoutKind.January);
    }

    private InstallationLayout OfDirectory(string path) => InstallationLayout.Of(InstallationPaths.At(home[path], home.Environment));

    /// <summary>Of a file beside an installation.</summary>
    private InstallationLayout OfFile(string path) => OfDirectory("no-installation").At(home[path]);

    /// <summary>Creates files, and directories where the name ends with a slash.</summary>
    private void Create(string existing)
    {
        foreach (string path in existing.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (path.EndsWith('/'))
                Directory.CreateDirectory(home[path]);
            else
                home.Write(path, "");
        }
    }
}

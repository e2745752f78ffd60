using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Rotating;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Rotating;

/// <summary>The rotation of a key that a gateway of today keeps: each swap is one change of its database.</summary>
public sealed class TodayRotationTests : IDisposable
{
    private const string Old = "sk-the-key-that-was-there-before";
    private const string New = "sk-the-key-that-comes-afterwards";

    private readonly TemporaryInstallation installation = new();

    public void Dispose() => installation.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_new_key_waits_where_no_gateway_looks()
    {
        LayOut(new StoreBuilder().ApiKey("openai:a", Old));
        string before = Rows();

        Start().Rotation.Stage.ShouldBe(RotationStage.Pending);

        Rows().ShouldBe(before);
        Rotations().All().ShouldHaveSingleItem().ProfileId.ShouldBe("openai:a");
    }

    [Fact]
    public void It_is_swapped_in_and_the_old_one_is_the_last_fallback_with_what_it_has_earned()
    {
        LayOut(new StoreBuilder().ApiKey("openai:a", Old).ApiKey("openai:b").Usage("openai:a", disabledUntil: TestClock.Now.AddHours(5), disabledReason: "billing", errorCount: 4));

        Complete(Start()).Stage.ShouldBe(RotationStage.Completed);

        AuthProfileStore view = View();
        (Key(view, "openai:a"), Key(view, "openai:a-previous")).ShouldBe((New, Old));
        double now = TestClock.Now.ToUnixTimeMilliseconds();
        (view.Usage("openai:a").IsUnusableAt(now), view.Usage("openai:a-previous").IsDisabledAt(now)).ShouldBe((false, true));
        GatewayHome.Order(installation.Home, "openai").ShouldBe(["openai:b", "openai:a", "openai:a-previous"], ignoreOrder: true);
        GatewayHome.Order(installation.Home, "openai")![^1].ShouldBe("openai:a-previous");
        MigratedHome.FilesOfJanuary(installation.Home).ShouldBeEmpty();
    }

    [Fact]
    public void A_way_back_leaves_the_store_as_it_was()
    {
        LayOut(new StoreBuilder().ApiKey("openai:a", Old).ApiKey("openai:b").Usage("openai:a", cooldownUntil: TestClock.Now.AddMinutes(5), errorCount: 1));
        string before = Rows();
        Complete(Start());

        Rotations().Undo(installation.Open().MainAgent, "openai:a", Cancellation).Stage.ShouldBe(RotationStage.Undone);

        Rows().ShouldBe(before);
        GatewayHome.Order(installation.Home, "openai").ShouldBeNull();
        Rotations().All().ShouldBeEmpty();
    }

    [Fact]
    public void The_end_of_the_grace_period_leaves_the_new_key_alone()
    {
        LayOut(new StoreBuilder().ApiKey("openai:a", Old));
        Complete(Start());
        installation.Time.Advance(TimeSpan.FromHours(25));

        Rotations().End(Rotations().FindDue().ShouldHaveSingleItem(), Cancellation).Stage.ShouldBe(RotationStage.Ended);

        View().Profiles.Select(profile => profile.Id).ShouldBe(["openai:a"]);
        Key(View(), "openai:a").ShouldBe(New);
    }

    [Fact]
    public void What_the_gateway_has_changed_since_is_not_swapped()
    {
        LayOut(new StoreBuilder().ApiKey("openai:a", Old));
        OpenRotation started = Start();
        Write(new StoreBuilder().ApiKey("openai:a", "sk-of-somebody-else-meanwhile-0001"));

        Should.Throw<MoltbotException>(() => Complete(started)).Code.ShouldBe(ErrorCode.ProfileChanged);

        Key(View(), "openai:a").ShouldBe("sk-of-somebody-else-meanwhile-0001");
    }

    /// <summary>Nothing keeps the gateway out between the look and the change, so the change looks again.</summary>
    [Fact]
    public void What_the_gateway_changes_at_the_last_moment_is_not_swapped_either()
    {
        LayOut(new StoreBuilder().ApiKey("openai:a", Old));
        AgentContext agent = installation.Open().MainAgent.Context;
        RotationRecord record = Start().Record with { PreviousId = "openai:a-previous" };
        Write(new StoreBuilder().ApiKey("openai:a", "sk-of-somebody-else-meanwhile-0001"));

        agent.Store.Commit(new StoreChange((own, view) => RotationRules.SwapIn(record, own, view, order: null)), Cancellation);

        View().Profiles.Select(profile => profile.Id).ShouldBe(["openai:a"]);
    }

    [Fact]
    public void Where_files_of_January_lie_beside_the_rows_nothing_is_begun()
    {
        LayOut(new StoreBuilder().ApiKey("openai:a", Old));
        installation.Home.Write(".openclaw/agents/main/agent/auth-profiles.json", "{}");
        string before = installation.Home.Trace();

        Should.Throw<MoltbotException>(() => Start()).Code.ShouldBe(ErrorCode.MigrationPending);

        installation.Home.Trace().ShouldBe(before);
    }

    private void LayOut(StoreBuilder store) => GatewayHome.LayOut(installation.Home, store);

    private void Write(StoreBuilder store) =>
        TodayDatabase.Run(installation.Home[GatewayHome.Database], $"UPDATE config_machine_state SET value_json = '{store.ToText()}' WHERE state_key = 'authProfiles.store'");

    private InstallationRotations Rotations() => installation.Open().OpenRotations();

    private OpenRotation Start() => Rotations().Start(installation.Open().MainAgent, new RotationRequest("openai:a"), new Secret(New), Cancellation);

    private KeyRotation Complete(OpenRotation rotation) => Rotations().Complete(rotation, probe: null, cancellation: Cancellation);

    private AuthProfileStore View() => installation.Open().MainAgent.ReadStore().StoreOrThrow();

    private static string Key(AuthProfileStore view, string id) => view.Find(id)!.Key.Reveal();

    private string Rows() => $"{Cell("store")}\n{Cell("state")}";

    private string? Cell(string row) => TodayDatabase.Ask(installation.Home[GatewayHome.Database], $"SELECT value_json FROM config_machine_state WHERE state_key = 'authProfiles.{row}'");
}

using Moltbot.Core.Errors;
using Moltbot.Core.Sessions;

namespace Moltbot.Core.Tests.Sessions;

/// <summary>What the sessions of an agent do, however a layout keeps them.</summary>
public abstract class SessionStoreContract : IDisposable
{
    private const string Written = """{"sessionId":"s","odd":1.50,"updatedAt":1,"deep":{"x":[1, 2]}}""";

    /// <summary>The sessions of an agent in the layout.</summary>
    private protected abstract ISessionStore Store { get; }

    [Fact]
    public void Where_nothing_is_kept_there_are_no_sessions_and_nothing_is_made()
    {
        string before = Trace();

        Store.Read().Entries.ShouldBeEmpty();
        Store.Update(_ => None, TestContext.Current.CancellationToken).Entries.ShouldBeEmpty();

        Trace().ShouldBe(before);
    }

    [Fact]
    public void Sessions_are_in_the_order_in_which_they_began()
    {
        Keep(("agent:main:z", Written), ("agent:main:a", Written));

        Store.Read().Entries.Select(session => session.Key).ShouldBe(["agent:main:z", "agent:main:a"]);
    }

    [Fact]
    public void What_is_no_object_is_passed_over_and_told()
    {
        Keep(("agent:main:a", Written), ("agent:main:odd", "[1]"));

        Store.Read().Entries.ShouldHaveSingleItem().Key.ShouldBe("agent:main:a");
        Store.Read().PassedOver.ShouldBe(["agent:main:odd"]);
    }

    [Fact]
    public void A_change_is_of_its_entry_and_leaves_every_byte_of_the_others()
    {
        Keep(("agent:main:a", Written), ("agent:main:b", Written));

        SessionTable after = Store.Update(_ => Change("agent:main:a", SessionEdit.None.Set("modelOverride", "m").Set("updatedAt", 2)), TestContext.Current.CancellationToken);

        after.Find("agent:main:a")!.ModelOverride(Core.Providers.ProviderId.Parse("p"))!.Model.ShouldBe("m");
        Text("agent:main:b").ShouldBe(Written);
        Text("agent:main:a").ShouldContain("\"odd\":1.50");
        Text("agent:main:a").ShouldContain("\"deep\":{\"x\":[1, 2]}");
    }

    [Fact]
    public void What_is_changed_is_what_is_there_once_it_can_be_and_not_what_was_read_before()
    {
        Keep(("agent:main:a", Written));
        int asked = 0;

        Store.Update(
            sessions =>
            {
                if (asked++ == 0)
                    Keep(("agent:main:b", Written));

                return sessions.Entries.ToDictionary(session => session.Key, _ => SessionEdit.None.Set("modelOverride", "m").Set("updatedAt", 2), StringComparer.Ordinal);
            },
            TestContext.Current.CancellationToken);

        asked.ShouldBe(2);
        Store.Read().Entries.Count(session => session.UpdatedAt == 2).ShouldBe(2);
    }

    [Fact]
    public void A_rule_that_refuses_leaves_everything_as_it_is()
    {
        Keep(("agent:main:a", Written));
        string before = Trace();

        Should.Throw<MoltbotException>(() => Store.Update(_ => throw new MoltbotException(ErrorCode.SessionNotFound, "No."), TestContext.Current.CancellationToken));

        Trace().ShouldBe(before);
    }

    [Fact]
    public void What_cannot_be_read_is_an_error_and_is_not_changed()
    {
        KeepUnreadable();
        string before = Trace();

        Should.Throw<MoltbotException>(() => Store.Read()).Code.ShouldBe(ErrorCode.StoreUnreadable);
        Should.Throw<MoltbotException>(() => Store.Update(_ => None, TestContext.Current.CancellationToken)).Code.ShouldBe(ErrorCode.StoreUnreadable);

        Trace().ShouldBe(before);
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Keeps sessions, as the gateway does, beside those that are kept already.</summary>
    protected abstract void Keep(params (string Key, string Entry)[] sessions);

    /// <summary>Keeps what is no sessions at all.</summary>
    protected abstract void KeepUnreadable();

    /// <summary>The entry of a session as it is kept.</summary>
    protected abstract string Text(string key);

    /// <summary>All that is on the disk.</summary>
    protected abstract string Trace();

    protected abstract void Dispose(bool disposing);

    private static Dictionary<string, SessionEdit> None { get; } = [];

    private static Dictionary<string, SessionEdit> Change(string key, SessionEdit edit) => new(StringComparer.Ordinal) { [key] = edit };
}

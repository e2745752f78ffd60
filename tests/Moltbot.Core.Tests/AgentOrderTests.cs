using Moltbot.Core.Errors;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Testing;

namespace Moltbot.Core.Tests;

/// <summary>Saying which profiles of a provider an agent tries.</summary>
public sealed class AgentOrderTests : IDisposable
{
    private static readonly ProviderId Anthropic = ProviderId.Parse("anthropic");
    private static readonly ProviderId OpenAI = ProviderId.Parse("openai");

    private readonly TemporaryInstallation installation = new TemporaryInstallation()
        .Store(new StoreBuilder().ApiKey("anthropic:a").ApiKey("anthropic:b").ApiKey("openai:x").ApiKey("work", provider: "ANTHROPIC"));

    public void Dispose() => installation.Dispose();

    [Fact]
    public void An_order_that_is_set_is_in_force()
    {
        AuthOrder order = Set(["anthropic:b", "anthropic:a"]);

        (order.Agent, order.Provider, order.Path, order.IsSet).ShouldBe(("main", "anthropic", installation.StorePath(), true));
        order.ProfileId.ShouldBe(["anthropic:b", "anthropic:a"]);
        Agent().GetOrder(Anthropic).ProfileId.ShouldBe(["anthropic:b", "anthropic:a"]);
        Agent().GetCandidates(Anthropic).ShouldBe(["anthropic:b", "anthropic:a"]);
    }

    [Fact]
    public void Ids_are_trimmed_and_count_once() =>
        Set([" anthropic:b ", "anthropic:a", "", "anthropic:b"]).ProfileId.ShouldBe(["anthropic:b", "anthropic:a"]);

    [Fact]
    public void A_profile_belongs_to_a_provider_under_any_spelling() => Set(["work"]).ProfileId.ShouldBe(["work"]);

    [Fact]
    public void What_is_checked_is_what_would_be_stored_and_nothing_is_changed()
    {
        string before = installation.Home.Fingerprint();

        Agent().CheckOrder(Anthropic, [" work ", "anthropic:a", "work"]).ShouldBe(["work", "anthropic:a"]);

        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData(" ", "\t")]
    public void An_order_of_nothing_is_an_error(params string[] ids) =>
        ShouldRefuse(ids, ErrorCode.OrderEmpty, null, "Missing profile ids", "clear the order");

    [Fact]
    public void A_profile_that_does_not_exist_is_an_error_that_names_those_that_do() =>
        ShouldRefuse(["anthropic:a", "anthropic:gone"], ErrorCode.ProfileNotFound, "anthropic:gone", "Auth profile \"anthropic:gone\" not found in", "There is: anthropic:a, anthropic:b, work.");

    [Fact]
    public void A_profile_of_which_nothing_is_similar_is_an_error_that_names_what_there_is() =>
        ShouldRefuse(["nothing:like"], ErrorCode.ProfileNotFound, "nothing:like", "There is: anthropic:a, anthropic:b,");

    [Fact]
    public void A_profile_of_a_store_without_any_is_an_error_that_says_so()
    {
        installation.Store(new StoreBuilder());

        ShouldRefuse(["nothing:like"], ErrorCode.ProfileNotFound, "nothing:like", "There are no profiles yet.");
    }

    [Fact]
    public void Of_many_similar_profiles_a_few_are_named()
    {
        installation.Store(Enumerable.Range(1, 9).Aggregate(new StoreBuilder(), (store, number) => store.ApiKey($"anthropic:{number}")));

        ShouldRefuse(["anthropic:x"], ErrorCode.ProfileNotFound, "anthropic:x", "There is: anthropic:1, anthropic:2, anthropic:3, anthropic:4, anthropic:5.");
    }

    [Fact]
    public void The_case_of_an_id_counts() => ShouldRefuse(["Anthropic:A"], ErrorCode.ProfileNotFound, "Anthropic:A");

    [Fact]
    public void A_profile_of_another_provider_is_an_error() =>
        ShouldRefuse(["openai:x"], ErrorCode.ProfileOfOtherProvider, "openai:x", "Auth profile \"openai:x\" is for openai, not anthropic.");

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_blank_provider_is_an_error(string name)
    {
        ProviderId provider = ProviderId.Parse(name);
        string before = installation.Home.Fingerprint();
        Action[] attempts =
        [
            () => Agent().GetOrder(provider),
            () => Agent().CheckOrder(provider, ["anthropic:a"]),
            () => Agent().SetOrder(provider, ["anthropic:a"], TestContext.Current.CancellationToken),
            () => Agent().ClearOrder(provider, TestContext.Current.CancellationToken),
        ];

        foreach (Action attempt in attempts)
        {
            MoltbotException error = Should.Throw<MoltbotException>(attempt);
            error.Code.ShouldBe(ErrorCode.ProviderMissing);
            error.Message.ShouldContain("Missing provider");
        }

        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_cleared_order_is_gone()
    {
        Set(["anthropic:b"]);

        AuthOrder cleared = Clear();

        (cleared.IsSet, cleared.ProfileId.Count).ShouldBe((false, 0));
        Agent().GetCandidates(Anthropic).ShouldBe(["anthropic:a", "anthropic:b", "work"]);
    }

    [Fact]
    public void Clearing_what_is_not_set_leaves_the_file_alone()
    {
        string before = installation.Home.Fingerprint();

        Clear().IsSet.ShouldBeFalse();

        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void Clearing_where_there_is_no_store_creates_none()
    {
        string before = installation.Home.Fingerprint();

        Clear("ops").IsSet.ShouldBeFalse();

        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void Another_agents_order_is_its_own_and_without_it_mains_is_in_force_again()
    {
        Set(["anthropic:a"]);
        Set(["anthropic:b"], "ops");

        Agent("ops").GetOrder(Anthropic).ProfileId.ShouldBe(["anthropic:b"]);
        Agent().GetOrder(Anthropic).ProfileId.ShouldBe(["anthropic:a"]);
        Clear("ops").ProfileId.ShouldBe(["anthropic:a"]);
        Agent("ops").GetOrder(Anthropic).Path.ShouldBe(installation.StorePath("ops"));
    }

    [Fact]
    public void The_orders_of_all_providers_can_be_listed()
    {
        Set(["anthropic:a"]);
        Agent().SetOrder(OpenAI, ["openai:x"], TestContext.Current.CancellationToken);

        Agent().GetOrders().Select(order => $"{order.Provider}={order.ProfileId[0]}").ShouldBe(["anthropic=anthropic:a", "openai=openai:x"]);
    }

    [Fact]
    public void A_store_that_cannot_be_read_is_an_error_for_every_question()
    {
        installation.Store("{");
        string before = installation.Home.Fingerprint();
        Action[] attempts =
        [
            () => Agent().GetOrder(Anthropic),
            () => Agent().GetOrders(),
            () => Agent().GetProfiles(),
            () => Agent().GetCandidates(Anthropic),
            () => Agent().CheckOrder(Anthropic, ["anthropic:a"]),
            () => Set(["anthropic:a"]),
            () => Clear(),
        ];

        foreach (Action attempt in attempts)
            Should.Throw<MoltbotException>(attempt).Code.ShouldBe(ErrorCode.StoreUnreadable);

        installation.Home.Fingerprint().ShouldBe(before);
    }

    private void ShouldRefuse(string[] ids, ErrorCode code, string? subject, params string[] words)
    {
        string before = installation.Home.Fingerprint();

        foreach (MoltbotException error in (MoltbotException[])[Should.Throw<MoltbotException>(() => Set(ids)), Should.Throw<MoltbotException>(() => Agent().CheckOrder(Anthropic, ids))])
        {
            (error.Code, error.Subject).ShouldBe((code, subject));
            words.ShouldAllBe(word => error.Message.Contains(word));
        }

        installation.Home.Fingerprint().ShouldBe(before);
    }

    private Agent Agent(string name = "main") => installation.Agent(name);

    private AuthOrder Set(string[] ids, string agent = "main") => Agent(agent).SetOrder(Anthropic, ids, TestContext.Current.CancellationToken);

    private AuthOrder Clear(string agent = "main") => Agent(agent).ClearOrder(Anthropic, TestContext.Current.CancellationToken);
}

using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Selection;

/// <summary>Ids that no profile has go out of orders, each order where it is.</summary>
public sealed class OrderRepairTests : IDisposable
{
    private readonly TemporaryInstallation installation = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public void Orders_that_name_what_is_not_there_are_found_with_what_that_is()
    {
        installation
            .Configuration(new ConfigurationBuilder().Order("xai", "xai:a", "xai:gone").Order("groq", "groq:a"))
            .Store(new StoreBuilder().ApiKey("zai:a").ApiKey("xai:a").ApiKey("groq:a").Order("zai", "zai:gone", "zai:a", "zai:lost").Order("groq", "groq:a"));

        IReadOnlyList<AuthOrder> found = installation.Agent().FindBrokenOrders();

        found.Select(order => (order.Provider, order.Path, order.IsConfigured)).ShouldBe([("zai", installation.StorePath(), false), ("xai", installation.ConfigPath, true)]);
        found.Select(order => string.Join(' ', order.UnknownProfileId)).ShouldBe(["zai:gone zai:lost", "xai:gone"]);
        found[0].Warning.ShouldNotBeNull().ShouldContain("names profiles that do not exist: zai:gone, zai:lost.");
        found.ShouldAllBe(order => order.IsSet);
    }

    [Theory]
    [InlineData("zai", "zai")]
    [InlineData("xai", "xai")]
    [InlineData("groq", "")]
    public void Only_the_orders_of_one_provider_are_looked_at_on_demand(string provider, string found)
    {
        installation
            .Configuration(new ConfigurationBuilder().Order("xai", "xai:gone"))
            .Store(new StoreBuilder().Order("zai", "zai:gone"));

        string.Join(' ', installation.Agent().FindBrokenOrders(ProviderId.Parse(provider)).Select(order => order.Provider)).ShouldBe(found);
    }

    [Fact]
    public void An_order_of_the_store_loses_what_is_not_there()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b").Order("zai", "zai:gone", "zai:b", "zai:a"));

        AuthOrder repaired = Repair();

        repaired.ProfileId.ShouldBe(["zai:b", "zai:a"]);
        repaired.Warning.ShouldBeNull();
        installation.Stored().Order(ProviderId.Parse("zai")).ShouldBe(["zai:b", "zai:a"]);
    }

    [Fact]
    public void An_order_of_which_nothing_is_left_goes()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a").Order("zai", "zai:gone"));

        Repair().IsSet.ShouldBeFalse();

        installation.Stored().Order(ProviderId.Parse("zai")).ShouldBeNull();
    }

    [Fact]
    public void An_order_of_the_configuration_is_for_all_agents_and_keeps_what_one_of_them_has()
    {
        installation
            .Configuration(new ConfigurationBuilder().Order("zai", "zai:gone", "zai:adas", "zai:a"))
            .Store(new StoreBuilder().ApiKey("zai:a"))
            .Store(new StoreBuilder().ApiKey("zai:adas"), "ada");

        AuthOrder repaired = Repair();

        repaired.ProfileId.ShouldBe(["zai:adas", "zai:a"]);
        (repaired.IsConfigured, repaired.Warning).ShouldBe((true, null));
        installation.Agent().FindBrokenOrders().ShouldBeEmpty();
    }

    [Fact]
    public void An_order_that_somebody_has_repaired_meanwhile_is_left_alone()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a").Order("zai", "zai:gone", "zai:a"));
        AuthOrder found = installation.Agent().FindBrokenOrders().ShouldHaveSingleItem();
        installation.Store(new StoreBuilder().ApiKey("zai:a").ApiKey("zai:gone").Order("zai", "zai:gone", "zai:a"));
        string before = installation.Home.Fingerprint();

        installation.Agent().RepairOrder(found, TestContext.Current.CancellationToken).ProfileId.ShouldBe(["zai:gone", "zai:a"]);

        installation.Home.Fingerprint().ShouldBe(before);
    }

    private AuthOrder Repair() => installation.Agent().RepairOrder(installation.Agent().FindBrokenOrders().ShouldHaveSingleItem(), TestContext.Current.CancellationToken);
}

using System.Diagnostics;
using Moltbot.Core.Errors;
using Moltbot.Core.Health;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>Large stores are slow at worst, never wrong. The times allow for a busy machine; the benchmarks measure.</summary>
public sealed class LargeStoreTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ProviderId Anthropic = ProviderId.Parse("anthropic");

    private readonly TemporaryInstallation installation = new();
    private readonly Stopwatch stopwatch = Stopwatch.StartNew();

    public void Dispose() => installation.Dispose();

    [Fact]
    public void A_store_of_50_megabytes_is_read_and_changed_without_losing_a_byte()
    {
        string text = new string('x', 50 * 1024 * 1024);
        installation.Store(new StoreBuilder().Member("future", text).ApiKey("anthropic:a"));

        installation.Agent("main").SetOrder(Anthropic, ["anthropic:a"], TestContext.Current.CancellationToken);

        installation.Agent("main").GetCandidates(Anthropic).ShouldBe(["anthropic:a"]);
        File.ReadAllText(installation.StorePath()).Contains(text, StringComparison.Ordinal).ShouldBeTrue();
        stopwatch.Elapsed.ShouldBeLessThan(Patience);
    }

    [Fact]
    public void A_store_of_50_megabytes_that_is_broken_at_its_end_is_an_error_there()
    {
        installation.Store($"{{\"profiles\": {{}},\n\"future\": \"{new string('x', 50 * 1024 * 1024)}\",\n!}}");

        MoltbotException error = installation.AgentStore().Read().Errors.ShouldHaveSingleItem();

        (error.Line, error.Column).ShouldBe((3, 1));
        error.Message.Length.ShouldBeLessThan(1000);
        stopwatch.Elapsed.ShouldBeLessThan(Patience);
    }

    [Fact]
    public void Ten_thousand_profiles_are_read_judged_and_changed()
    {
        StoreBuilder store = new();
        for (int index = 0; index < 10_000; index++)
            store.Token($"anthropic:{index}", expires: TestClock.Now.AddMinutes(index)).Usage($"anthropic:{index}", lastUsed: TestClock.Now.AddDays(-index));

        installation.Store(store);
        ModelStatus status = installation.Agent("main").GetModelStatus();
        installation.Agent("main").SetOrder(Anthropic, ["anthropic:9999", "anthropic:1"], TestContext.Current.CancellationToken);

        status.Health.Profiles.Count.ShouldBe(10_000);
        status.ExitCode.ShouldBe(1);
        installation.Agent("main").GetCandidates(Anthropic).ShouldBe(["anthropic:9999", "anthropic:1"]);
        installation.Stored().Profiles.Count.ShouldBe(10_000);
        stopwatch.Elapsed.ShouldBeLessThan(Patience);
    }

    [Fact]
    public void The_same_name_ten_thousand_times_is_one_profile()
    {
        string entries = string.Join(",", Enumerable.Range(0, 10_000).Select(index => $$"""
            "a:1": {"type": "api_key", "provider": "a", "key": "{{index}}"}
            """));
        installation.Store("{\"profiles\": {" + entries + "}}");

        installation.AgentStore().Read().Store.Profiles.ShouldHaveSingleItem().Key.Reveal().ShouldBe("9999");
        installation.AgentStore().Commit(StoreChange.Of(own => own.WithOrder(Anthropic, ["x"])), TestContext.Current.CancellationToken);

        installation.Stored().Profiles.ShouldHaveSingleItem().Key.Reveal().ShouldBe("9999");
        stopwatch.Elapsed.ShouldBeLessThan(Patience);
    }
}

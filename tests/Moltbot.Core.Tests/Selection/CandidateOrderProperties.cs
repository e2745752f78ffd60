using FsCheck;
using FsCheck.Fluent;
using Moltbot.Core.Configuration;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests.Selection;

/// <summary>What holds for the candidates of any store.</summary>
public sealed class CandidateOrderProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(500);
    private static readonly ProviderId Provider = ProviderId.Parse("zai");
    private static readonly string[] Ids = ["zai:a", "zai:b", "zai:c", "zai:d", "openai:x", "zai:e"];

    [Fact]
    public void No_profile_is_tried_twice() => ForAnyScene(scene => scene.Candidates.Distinct().Count() == scene.Candidates.Count);

    [Fact]
    public void Only_stored_profiles_of_the_provider_are_tried() =>
        ForAnyScene(scene => scene.Candidates.All(id => scene.Store.Find(id)?.Provider == Provider));

    [Fact]
    public void A_store_that_was_written_and_read_again_has_the_same_answer() => ForAnyScene(scene => scene.CandidatesReadAgain.SequenceEqual(scene.Candidates));

    [Fact]
    public void What_is_preferred_goes_first_and_changes_nothing_else() => ForAnyScene(scene => scene.Candidates.All(preferred =>
        scene.Preferring(preferred) is [string first, .. var rest]
        && first == preferred
        && rest.SequenceEqual(scene.Candidates.Where(id => id != preferred))));

    [Fact]
    public void Usable_profiles_come_before_those_that_rest() =>
        ForAnyScene(scene => scene.Candidates.SkipWhile(id => !scene.IsInCooldown(id)).All(scene.IsInCooldown));

    [Fact]
    public void An_order_of_all_candidates_puts_the_usable_ones_in_that_order() => ForAnyScene(scene =>
    {
        string[] reversed = [.. scene.Candidates.Reverse()];
        return scene.WithOrder(reversed).Where(id => !scene.IsInCooldown(id)).SequenceEqual(reversed.Where(id => !scene.IsInCooldown(id)));
    });

    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    public void Ten_times_the_profiles_take_about_ten_times_the_memory(int count) =>
        AllocatedFor(count * 10).ShouldBeLessThan(AllocatedFor(count) * 12);

    private static void ForAnyScene(Func<Scene, bool> holds) => Check.One(Many, Prop.ForAll(Scenes.ToArbitrary(), holds));

    private static long AllocatedFor(int count)
    {
        StoreBuilder builder = new();
        for (int index = 0; index < count; index++)
            builder.ApiKey($"zai:{index:D5}").Usage($"zai:{index:D5}", lastUsed: Now.AddMinutes(-(index * 7919 % count)));

        AuthProfileStore store = builder.Build();
        Resolve(store); // the first time also sorts the profiles by provider
        long before = GC.GetAllocatedBytesForCurrentThread();
        Resolve(store).Count.ShouldBe(count);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static IReadOnlyList<string> Resolve(AuthProfileStore store) =>
        CandidateOrder.Resolve(store, MoltbotConfiguration.Empty, Provider, NowMilliseconds);

    private static Gen<Scene> Scenes =>
        from kinds in Gen.Choose(0, 5).ArrayOf(Ids.Length)
        from rests in Gen.Choose(-2, 3).ArrayOf(Ids.Length)
        from uses in Gen.Choose(0, 3).ArrayOf(Ids.Length)
        from stored in MaybeAnOrder
        from configured in MaybeAnOrder
        select new Scene(kinds, rests, uses, stored, configured);

    private static Gen<string[]?> MaybeAnOrder => Gen.OneOf(
        Gen.Constant<string[]?>(null),
        Gen.Choose(0, 8).SelectMany(count => Gen.Elements([.. Ids, "zai:gone"]).ArrayOf(count)).Select(ids => (string[]?)ids));

    private sealed class Scene
    {
        private readonly StoreBuilder builder = new();
        private readonly MoltbotConfiguration configuration;

        public Scene(int[] kinds, int[] rests, int[] uses, string[]? stored, string[]? configured)
        {
            for (int index = 0; index < Ids.Length; index++)
            {
                Add(Ids[index], kinds[index]);
                builder.Usage(
                    Ids[index],
                    lastUsed: uses[index] == 0 ? null : Now.AddHours(-uses[index]),
                    cooldownUntil: rests[index] == -2 ? null : Now.AddHours(rests[index]));
            }

            if (stored is not null)
                builder.Order("zai", stored);

            Store = builder.Build();
            configuration = configured is null ? MoltbotConfiguration.Empty : new ConfigurationBuilder().Order("Z.AI", configured).Build();
        }

        public AuthProfileStore Store { get; }

        public IReadOnlyList<string> Candidates => CandidateOrder.Resolve(Store, configuration, Provider, NowMilliseconds);

        public IReadOnlyList<string> CandidatesReadAgain =>
            CandidateOrder.Resolve(AuthProfileStore.Read(JsonText.ToElement(Store.ToJson()))!, configuration, Provider, NowMilliseconds);

        public string[] Preferring(string id) => [.. CandidateOrder.Resolve(Store, configuration, Provider, NowMilliseconds, id)];

        public IReadOnlyList<string> WithOrder(string[] ids) => ids.Length == 0
            ? []
            : CandidateOrder.Resolve(builder.BuildContent().WithOrder(Provider, ids).Store, configuration, Provider, NowMilliseconds);

        public bool IsInCooldown(string id) => Store.Usage(id).IsUnusableAt(NowMilliseconds);

        public override string ToString() => builder.ToText() + configuration.Json.ToJsonString();

        private void Add(string id, int kind) => _ = kind switch
        {
            0 => builder,
            1 => builder.ApiKey(id),
            2 => builder.Token(id),
            3 => builder.OAuth(id),
            4 => builder.Token(id, expires: Now.AddHours(-1)),
            _ => builder.ApiKey(id, " "),
        };
    }
}

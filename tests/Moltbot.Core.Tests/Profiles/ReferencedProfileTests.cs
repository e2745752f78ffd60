using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>Profiles whose secret is kept elsewhere.</summary>
public sealed class ReferencedProfileTests
{
    private static readonly SecretReference InVault = SecretReference.To(new VaultSecret("SecretStore", "openai"));
    private static readonly SecretReference Variable = SecretReference.Create(SecretReferenceSource.Environment, "default", "MY_KEY");

    [Fact]
    public void They_are_tried_like_all_others()
    {
        AuthProfileStore store = new StoreBuilder().ApiKeyAt("openai:a", InVault).TokenAt("openai:t", Variable).Build();

        CandidateOrder.Resolve(store, MoltbotConfiguration.Empty, ProviderId.Parse("openai"), NowMilliseconds).ShouldBe(["openai:t", "openai:a"]);
    }

    [Fact]
    public void A_token_that_has_expired_is_not_tried_wherever_it_is_kept()
    {
        AuthProfileStore store = new StoreBuilder().TokenAt("openai:t", Variable, expires: Now.AddHours(-1)).Build();

        CandidateOrder.Resolve(store, MoltbotConfiguration.Empty, ProviderId.Parse("openai"), NowMilliseconds).ShouldBeEmpty();
    }

    [Fact]
    public void The_place_is_shown_and_the_plain_secret_beside_it_is_not()
    {
        AuthProfile profile = new StoreBuilder().ApiKeyAt("openai:a", InVault, key: StoreBuilder.AnyKey).Build().Find("openai:a")!;

        (profile.MaskedValue, profile.HasSecret, profile.HasPlainSecret).ShouldBe(("vault: SecretStore/openai", true, true));
    }

    [Fact]
    public void What_is_no_reference_does_not_count_and_is_explained()
    {
        AuthProfile profile = new StoreBuilder()
            .Profile("openai:a", new JsonObject { ["type"] = "api_key", ["provider"] = "openai", ["keyRef"] = new JsonObject { ["source"] = "env" } })
            .Build().Find("openai:a")!;

        (profile.Reference, profile.HasSecret).ShouldBe((null, false));
        profile.ReferenceProblem!.Code.ShouldBe(ErrorCode.SecretReferenceInvalid);
        profile.ReferenceProblem.Message.ShouldContain("keyRef of auth profile \"openai:a\"");
    }

    [Fact]
    public void The_reference_of_another_kind_does_not_count()
    {
        JsonObject entry = new() { ["type"] = "oauth", ["provider"] = "openai", ["keyRef"] = InVault.ToJson() };

        new StoreBuilder().Profile("openai:a", entry).Build().Find("openai:a")!.HasSecret.ShouldBeFalse();
    }

    [Fact]
    public void A_secret_moves_out_and_back_with_everything_else_in_place()
    {
        StoreContent document = new StoreBuilder()
            .Profile("openai:a", new JsonObject { ["type"] = "api_key", ["provider"] = "openai", ["key"] = "k", ["metadata"] = new JsonObject { ["x"] = 1 } })
            .BuildContent();

        StoreContent moved = document.WithReference("openai:a", InVault);

        moved.Store.Find("openai:a")!.Reference.ShouldBe(InVault);
        moved.Store.Find("openai:a")!.HasPlainSecret.ShouldBeFalse();
        moved.WithPlainSecret("openai:a", new Secret("k")).ToJson().ToJsonString().ShouldBe(document.ToJson().ToJsonString());
    }

    [Fact]
    public void A_sign_in_cannot_move() => Should.Throw<MoltbotException>(() => new StoreBuilder().OAuth("openai:a").BuildContent().WithReference("openai:a", InVault))
        .Code.ShouldBe(ErrorCode.ProfileOfOtherKind);

    [Fact]
    public void A_new_profile_with_a_reference_is_stored_without_its_secret()
    {
        NewProfile profile = new("openai:a", ProviderId.Parse("openai"), AuthProfileKind.ApiKey, new Secret("sk-never-stored")) { Reference = InVault };

        StoreContent document = new StoreBuilder().BuildContent().WithProfile(profile);

        System.Text.Encoding.UTF8.GetString(JsonText.Write(document.ToJson())).ShouldNotContain("sk-never-stored");
        document.Holds(profile).ShouldBeTrue();
        document.Store.Find("openai:a")!.Reference.ShouldBe(InVault);
    }
}

using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Models;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Models;

/// <summary>The models of a configuration (docs/gateway/models.md §4, §5, §14).</summary>
public sealed class ConfiguredModelsTests
{
    private static readonly ConfigurationBuilder Zippy = new ConfigurationBuilder().Allow("acme/k2", "Zippy");

    [Fact]
    public void An_empty_configuration_means_the_built_in_model()
    {
        ConfiguredModels models = Models(new ConfigurationBuilder());

        models.Default.ToString().ShouldBe("anthropic/claude-opus-4-5");
        models.Aliases.ShouldBeEmpty();
        models.Allowed.ShouldBeEmpty();
        models.DefaultWithoutProvider.ShouldBeNull();
    }

    [Theory]
    [InlineData("zIPPY")]
    [InlineData("Zippy")]
    public void An_alias_is_found_whatever_its_case(string alias) =>
        Models(Zippy).FindAlias(alias).ShouldNotBeNull().ToString().ShouldBe("acme/k2");

    [Fact]
    public void A_reference_with_a_slash_is_no_alias() =>
        Models(new ConfigurationBuilder().Allow("acme/k2", "acme/zippy").Model("acme/zippy")).Default.ToString().ShouldBe("acme/zippy");

    [Fact]
    public void Of_two_entries_with_one_alias_the_later_counts() =>
        Models(new ConfigurationBuilder().Allow("acme/a", "x").Allow("acme/b", "X")).FindAlias("x").ShouldNotBeNull().Model.ShouldBe("b");

    [Fact]
    public void An_alias_of_something_that_is_no_reference_does_not_count() =>
        Models(new ConfigurationBuilder().Allow("acme/", "x")).FindAlias("x").ShouldBeNull();

    [Fact]
    public void A_blank_alias_is_none()
    {
        ConfiguredModels models = Models(new ConfigurationBuilder().Allow("acme/a", " "));

        models.FindAlias("").ShouldBeNull();
        models.Aliases.ShouldBeEmpty();
    }

    [Fact]
    public void Aliases_are_trimmed_and_keep_their_order()
    {
        ConfiguredModels models = Models(new ConfigurationBuilder().Allow("acme/b", " two ").Allow("acme/c").Allow("acme/a", "one"));

        models.Aliases.ShouldBe([new("two", "acme/b"), new("one", "acme/a")]);
    }

    [Fact]
    public void The_allowed_models_are_listed_as_they_are_written() =>
        Models(new ConfigurationBuilder().Allow("Z.AI/x").Allow("acme/")).Allowed.ShouldBe(["Z.AI/x", "acme/"]);

    [Fact]
    public void The_default_model_can_be_an_alias()
    {
        ConfiguredModels models = Models(Zippy.Model("zippy"));

        models.Default.ToString().ShouldBe("acme/k2");
        models.DefaultWithoutProvider.ShouldBeNull();
    }

    [Theory]
    [InlineData("k2", "anthropic/k2")]
    [InlineData("opus-4.5", "anthropic/opus-4.5")]
    public void A_default_model_without_a_provider_is_Anthropics_word_for_word(string primary, string expected)
    {
        ConfiguredModels models = Models(new ConfigurationBuilder().Model(primary));

        models.Default.ToString().ShouldBe(expected);
        models.DefaultWithoutProvider.ShouldBe(primary);
    }

    [Theory]
    [InlineData("acme/")]
    [InlineData("/k2")]
    [InlineData("  ")]
    public void A_default_model_that_is_no_reference_means_the_built_in_one(string primary)
    {
        ConfiguredModels models = Models(new ConfigurationBuilder().Model(primary));

        models.Default.ShouldBe(ModelReference.Default);
        models.DefaultWithoutProvider.ShouldBeNull();
    }

    [Fact]
    public void The_default_model_can_be_written_as_a_text()
    {
        MoltbotConfiguration configuration = new(JsonNode.Parse("""{ "agents": { "defaults": { "model": " Z.AI/glm-9 " } } }""")!.AsObject());

        new ConfiguredModels(configuration).Default.ToString().ShouldBe("zai/glm-9");
    }

    private static ConfiguredModels Models(ConfigurationBuilder configuration) => new(configuration.Build());
}

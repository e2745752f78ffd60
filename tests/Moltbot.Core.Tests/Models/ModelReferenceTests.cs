using Moltbot.Core.Providers;

namespace Moltbot.Core.Tests.Models;

/// <summary>Reading model references (docs/gateway/models.md §2, §3, §14).</summary>
public sealed class ModelReferenceTests
{
    [Theory]
    [InlineData("acme/kestrel-2", "x", "acme/kestrel-2")]
    [InlineData("kestrel-2", "Acme", "acme/kestrel-2")]
    [InlineData(" acme / kestrel ", "x", "acme/kestrel")]
    [InlineData("openrouter/acme/kestrel:free", "x", "openrouter/acme/kestrel:free")]
    [InlineData("anthropic/Opus-4.5", "x", "anthropic/claude-opus-4-5")]
    [InlineData("anthropic/SONNET-4.5", "x", "anthropic/claude-sonnet-4-5")]
    [InlineData("opus-4.5", "anthropic", "anthropic/claude-opus-4-5")]
    [InlineData("openrouter/opus-4.5", "x", "openrouter/opus-4.5")]
    [InlineData("google/gemini-3-pro", "x", "google/gemini-3-pro-preview")]
    [InlineData("google/gemini-3-flash", "x", "google/gemini-3-flash-preview")]
    [InlineData("Google/Gemini-3-Pro", "x", "google/Gemini-3-Pro")]
    [InlineData("Z.AI/GLM-4.7", "x", "zai/GLM-4.7")]
    [InlineData("qwen/coder-model", "x", "qwen-portal/coder-model")]
    [InlineData("acme/k@work", "x", "acme/k@work")]
    public void A_reference_is_a_provider_and_a_model(string text, string defaultProvider, string expected) =>
        ModelReference.Parse(text, defaultProvider).ShouldNotBeNull().ToString().ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("/")]
    [InlineData("acme/")]
    [InlineData("acme/ ")]
    [InlineData("/kestrel")]
    [InlineData(" /kestrel")]
    public void Half_a_reference_is_none(string text) => ModelReference.Parse(text, "x").ShouldBeNull();

    [Fact]
    public void Without_any_provider_it_is_Anthropics() =>
        ModelReference.Parse("sonnet-4.5").ShouldNotBeNull().ToString().ShouldBe("anthropic/claude-sonnet-4-5");

    [Fact]
    public void Two_spellings_of_a_provider_are_the_same_model() =>
        ModelReference.Parse("Z.ai/glm").ShouldBe(ModelReference.Parse("zai/glm"));
}

using Moltbot.Core.Installation;
using Moltbot.Core.Selection;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Selection;

/// <summary>Which providers are looked at where none is named.</summary>
public sealed class MentionedProvidersTests
{
    [Fact]
    public void Each_place_that_mentions_a_provider_counts_and_each_provider_once()
    {
        ProcessEnvironment environment = new ProcessEnvironment { HomeDirectory = "/nowhere", WorkingDirectory = "/nowhere" }.With("GROQ_API_KEY", "k").With("MISTRAL_API_KEY", " ");

        MentionedProviders.In(
            new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b").ApiKey("xai:a", provider: " xai ").Build(),
            new ConfigurationBuilder().Provider("openai", "k").Provider(" xai", "k").Provider(" ", "k").Build(),
            ["anthropic/claude", "zai/glm", "/nothing", ""],
            environment).ShouldBe(["anthropic", "groq", "openai", "xai", "zai"]);
    }

    [Fact]
    public void Models_mention_their_providers_once() => MentionedProviders.Of(["zai/glm", "zai/other", "/nothing", "openai/gpt"]).ShouldBe(["zai", "openai"]);
}

using Moltbot.Core.Migrating;

namespace Moltbot.Core.Tests.Migrating;

public sealed class RetiredModelsTests
{
    [Theory]
    [InlineData("anthropic/claude-opus-4-5", "anthropic/claude-opus-4-7")]
    [InlineData("anthropic/claude-opus-4-20250514", "anthropic/claude-opus-4-7")]
    [InlineData("claude-sonnet-4-5", "claude-sonnet-4-6")]
    [InlineData("anthropic/claude-3-5-haiku-latest", "anthropic/claude-sonnet-4-6")]
    [InlineData("anthropic/opus-4.5", "anthropic/claude-opus-4-7")]
    [InlineData("github-copilot/claude-opus-4.5", "github-copilot/claude-opus-4.7")]
    [InlineData("venice/claude-opus-4-5", "venice/claude-opus-4-6")]
    [InlineData("vercel-ai-gateway/anthropic/claude-sonnet-4.5", "vercel-ai-gateway/anthropic/claude-sonnet-4-6")]
    [InlineData("openai/gpt-5.2", "openai/gpt-5.5")]
    [InlineData("OpenAI/GPT-5.2", "OpenAI/gpt-5.5")]
    [InlineData("openai/gpt-5.2-codex", "openai/gpt-5.3-codex")]
    [InlineData("openai-codex/gpt-5.2-codex", "openai-codex/gpt-5.5")]
    [InlineData("github-copilot/gpt-4o", "github-copilot/gpt-5.5")]
    [InlineData("google/gemini-3-pro-preview", "google/gemini-3.1-pro-preview")]
    [InlineData("xai/grok-code-fast-1", "xai/grok-build-0.1")]
    [InlineData("github-copilot/grok-code-fast-1", "github-copilot/gpt-5.4-mini")]
    public void A_retired_model_has_a_successor(string model, string successor) => RetiredModels.SuccessorOf(model).ShouldBe(successor);

    [Theory]
    [InlineData("anthropic/claude-opus-4-7")]
    [InlineData("anthropic/claude-opus-4-6")]
    [InlineData("anthropic/claude-haiku-4-5")]
    [InlineData("amazon-bedrock/anthropic.claude-opus-4-5")]
    [InlineData("openrouter/anthropic/claude-opus-4-5")]
    [InlineData("openai/gpt-5.5")]
    [InlineData("acme/m")]
    [InlineData("")]
    public void Others_stay(string model) => RetiredModels.SuccessorOf(model).ShouldBeNull();
}

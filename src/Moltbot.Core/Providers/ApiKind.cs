using System.Text.Json;
using Moltbot.Core.Json;

namespace Moltbot.Core.Providers;

/// <summary>A protocol that providers speak (docs/gateway/probes.md §2 and §3).</summary>
/// <param name="Name">The name as <c>models.providers</c> of the configuration has it.</param>
/// <param name="Key">The field that carries a key.</param>
/// <param name="ListPath">Where the list of models is, below the base.</param>
/// <param name="ListMember">The member of that list that holds the models.</param>
internal sealed record ApiKind(string Name, KeyHeader Key, string ListPath, string ListMember)
{
    private const string Message = """{"role":"user","content":"Reply with OK."}""";

    public static ApiKind AnthropicMessages { get; } = new("anthropic-messages", KeyHeader.AnthropicKey, "/v1/models", "data")
    {
        Headers = [("anthropic-version", "2023-06-01")],
        Completion = new("/v1/messages", $$"""{"messages":[{{Message}}]}""", "max_tokens", Tokens: 1, answer => answer.Member("type").AsText() == "message"),
    };

    public static ApiKind OpenAICompletions { get; } = new("openai-completions", KeyHeader.Bearer, "/models", "data")
    {
        Completion = new("/chat/completions", $$"""{"messages":[{{Message}}]}""", "max_completion_tokens", Tokens: 8, answer => HasItems(answer, "choices")),
    };

    public static ApiKind OpenAIResponses { get; } = new("openai-responses", KeyHeader.Bearer, "/models", "data")
    {
        Completion = new("/responses", """{"input":"Reply with OK.","store":false}""", "max_output_tokens", Tokens: 16, IsResponse),
    };

    public static ApiKind GoogleGenerativeAi { get; } = new("google-generative-ai", KeyHeader.GoogleKey, "/models", "models")
    {
        Completion = new(
            "/models/{model}:generateContent",
            """{"contents":[{"role":"user","parts":[{"text":"Reply with OK."}]}]}""",
            "generationConfig.maxOutputTokens",
            Tokens: 8,
            answer => HasItems(answer, "candidates") || answer.Member("usageMetadata").ValueKind == JsonValueKind.Object),
    };

    public static ApiKind BedrockConverse { get; } = new("bedrock-converse-stream", KeyHeader.Bearer, "/foundation-models", "modelSummaries")
    {
        Completion = new(
            "/model/{model}/converse",
            """{"messages":[{"role":"user","content":[{"text":"Reply with OK."}]}]}""",
            "inferenceConfig.maxTokens",
            Tokens: 1,
            answer => answer.Member("output").ValueKind == JsonValueKind.Object),
    };

    /// <summary>ChatGPT's, which is another program's own.</summary>
    public static ApiKind CodexResponses { get; } = new("openai-codex-responses", KeyHeader.Bearer, "/models", "data");

    /// <summary>Google's command line's, which is another program's own.</summary>
    public static ApiKind GeminiCli { get; } = new("google-gemini-cli", KeyHeader.Bearer, "/models", "models");

    /// <summary>Copilot's, which takes requests of editors only.</summary>
    public static ApiKind Copilot { get; } = new("github-copilot", KeyHeader.Bearer, "/models", "data");

    /// <summary>What has no models that chat.</summary>
    public static ApiKind Other { get; } = new("other", KeyHeader.Bearer, "/models", "data");

    /// <summary>Header fields that every request has.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; private init; } = [];

    /// <summary>The smallest request; <see langword="null"/> where one could only be sent in the guise of another program.</summary>
    public SmallestCompletion? Completion { get; private init; }

    /// <summary>The protocol of a name; <see langword="null"/> when it is unknown.</summary>
    public static ApiKind? Find(string name) => Array.Find(
        [AnthropicMessages, OpenAICompletions, OpenAIResponses, GoogleGenerativeAi, BedrockConverse, CodexResponses, GeminiCli, Copilot], kind => kind.Name == name);

    private static bool HasItems(JsonElement answer, string member) => answer.Member(member) is { ValueKind: JsonValueKind.Array } items && items.GetArrayLength() > 0;

    private static bool IsResponse(JsonElement answer) => answer.Member("status").AsText() switch
    {
        "completed" => true,
        "incomplete" => answer.Member("incomplete_details").Member("reason").AsText() == "max_output_tokens",
        _ => false,
    };
}

namespace Moltbot.Core.Configuration.Schema;

/// <summary>The section <c>models</c>.</summary>
internal static class ModelsSchema
{
    public static SchemaRule Section => Rules.Object(Models);

    private static SchemaRule Api => Rules.OneOf(
        "openai-completions",
        "openai-responses",
        "anthropic-messages",
        "google-generative-ai",
        "github-copilot",
        "bedrock-converse-stream");

    private static SchemaRule? Models(string name) => name switch
    {
        "mode" => Rules.OneOf("merge", "replace"),
        "providers" => Rules.Map(Rules.Object(Provider, "baseUrl", "models")),
        "bedrockDiscovery" => Rules.Object(BedrockDiscovery),
        _ => null,
    };

    private static SchemaRule? Provider(string name) => name switch
    {
        "baseUrl" => Rules.NonEmptyText,
        "apiKey" => Rules.Text,
        "auth" => Rules.OneOf("api-key", "aws-sdk", "oauth", "token"),
        "api" => Api,
        "headers" => Rules.TextMap,
        "authHeader" => Rules.Flag,
        "models" => Rules.List(Rules.Object(Model, "id", "name")),
        _ => null,
    };

    private static SchemaRule? Model(string name) => name switch
    {
        "id" or "name" => Rules.NonEmptyText,
        "api" => Api,
        "reasoning" => Rules.Flag,
        "input" => Rules.List(Rules.OneOf("text", "image")),
        "cost" => Rules.Object(Cost),
        "contextWindow" or "maxTokens" => Rules.PositiveNumber,
        "headers" => Rules.TextMap,
        "compat" => Rules.Object(Compatibility),
        _ => null,
    };

    private static SchemaRule? Cost(string name) => name switch
    {
        "input" or "output" or "cacheRead" or "cacheWrite" => Rules.Number,
        _ => null,
    };

    private static SchemaRule? Compatibility(string name) => name switch
    {
        "supportsStore" or "supportsDeveloperRole" or "supportsReasoningEffort" => Rules.Flag,
        "maxTokensField" => Rules.OneOf("max_completion_tokens", "max_tokens"),
        _ => null,
    };

    private static SchemaRule? BedrockDiscovery(string name) => name switch
    {
        "enabled" => Rules.Flag,
        "region" => Rules.Text,
        "providerFilter" => Rules.Texts,
        "refreshInterval" => Rules.NonNegativeInteger,
        "defaultContextWindow" or "defaultMaxTokens" => Rules.PositiveInteger,
        _ => null,
    };
}

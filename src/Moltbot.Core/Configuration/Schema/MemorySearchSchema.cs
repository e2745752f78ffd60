namespace Moltbot.Core.Configuration.Schema;

/// <summary>The block <c>memorySearch</c>, the same for the defaults and for one agent.</summary>
internal static class MemorySearchSchema
{
    public static SchemaRule Section => Rules.Object(MemorySearch);

    private static SchemaRule? MemorySearch(string name) => name switch
    {
        "enabled" => Rules.Flag,
        "sources" => Rules.List(Rules.OneOf("memory", "sessions")),
        "experimental" => Rules.Object(Experimental),
        "provider" => Rules.OneOf("openai", "local", "gemini"),
        "remote" => Rules.Object(Remote),
        "fallback" => Rules.OneOf("openai", "gemini", "local", "none"),
        "model" => Rules.Text,
        "local" => Rules.Object(Local),
        "store" => Rules.Object(Store),
        "chunking" => Rules.Object(Chunking),
        "sync" => Rules.Object(Sync),
        "query" => Rules.Object(Query),
        "cache" => Rules.Object(Cache),
        _ => null,
    };

    private static SchemaRule? Experimental(string name) => name switch
    {
        "sessionMemory" => Rules.Flag,
        _ => null,
    };

    private static SchemaRule? Remote(string name) => name switch
    {
        "baseUrl" or "apiKey" => Rules.Text,
        "headers" => Rules.TextMap,
        "batch" => Rules.Object(Batch),
        _ => null,
    };

    private static SchemaRule? Batch(string name) => name switch
    {
        "enabled" or "wait" => Rules.Flag,
        "concurrency" or "timeoutMinutes" => Rules.PositiveInteger,
        "pollIntervalMs" => Rules.NonNegativeInteger,
        _ => null,
    };

    private static SchemaRule? Local(string name) => name switch
    {
        "modelPath" or "modelCacheDir" => Rules.Text,
        _ => null,
    };

    private static SchemaRule? Store(string name) => name switch
    {
        "driver" => Rules.Only("sqlite"),
        "path" => Rules.Text,
        "vector" => Rules.Object(Vector),
        _ => null,
    };

    private static SchemaRule? Vector(string name) => name switch
    {
        "enabled" => Rules.Flag,
        "extensionPath" => Rules.Text,
        _ => null,
    };

    private static SchemaRule? Chunking(string name) => name switch
    {
        "tokens" => Rules.PositiveInteger,
        "overlap" => Rules.NonNegativeInteger,
        _ => null,
    };

    private static SchemaRule? Sync(string name) => name switch
    {
        "onSessionStart" or "onSearch" or "watch" => Rules.Flag,
        "watchDebounceMs" or "intervalMinutes" => Rules.NonNegativeInteger,
        "sessions" => Rules.Object(SyncedSessions),
        _ => null,
    };

    private static SchemaRule? SyncedSessions(string name) => name switch
    {
        "deltaBytes" or "deltaMessages" => Rules.NonNegativeInteger,
        _ => null,
    };

    private static SchemaRule? Query(string name) => name switch
    {
        "maxResults" => Rules.PositiveInteger,
        "minScore" => Rules.Ratio,
        "hybrid" => Rules.Object(Hybrid),
        _ => null,
    };

    private static SchemaRule? Hybrid(string name) => name switch
    {
        "enabled" => Rules.Flag,
        "vectorWeight" or "textWeight" => Rules.Ratio,
        "candidateMultiplier" => Rules.PositiveInteger,
        _ => null,
    };

    private static SchemaRule? Cache(string name) => name switch
    {
        "enabled" => Rules.Flag,
        "maxEntries" => Rules.PositiveInteger,
        _ => null,
    };
}

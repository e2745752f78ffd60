using System.Text.Json.Nodes;

namespace Moltbot.Testing;

/// <summary>
/// An installation in which somebody has put what steers terminals, fakes lines and turns text around into every member that
/// is shown, and secrets into those where none belong.
/// </summary>
public static class HostileHome
{
    /// <summary>A line that nobody wrote.</summary>
    public const string FakedLine = "[moltbot] FAKED";

    /// <summary>A secret, in members of other names and types. No output may hold it.</summary>
    public const string Secret = "sk-ant-api03-" + Canary + "0123456789abcdef";

    /// <summary>The part of the secret that is looked for.</summary>
    public const string Canary = "NEVERSHOWN";

    /// <summary>What must not reach a terminal as it is.</summary>
    public const string Hostile = "\u001b]0;taken\u0007\r\n" + FakedLine + "\u202e\u009b31m\u2028\u007f\0";

    private static readonly JsonNode Nested = JsonNode.Parse($$"""{ "type": "api_key", "provider": "openai", "key": "{{Secret}}" }""")!;

    /// <summary>Lays it out in a home.</summary>
    public static void LayOut(TemporaryHome home)
    {
        home.Write(".moltbot/moltbot.json", Configuration().ToJsonString());
        home.Write(".moltbot/agents/main/agent/auth-profiles.json", Store().ToJsonString());
        home.Write(".moltbot/agents/work/agent/auth-profiles.json", """{ "version": 1, "profiles": {} }""");
        home.Write(".moltbot/agents/main/sessions/sessions.json", Sessions().ToJsonString());
        home.Write(".moltbot/.env", "XAI_API_KEY=xai-INVENTED-KEY-0004\nNOT\u001b]0;x\u0007A=NAME\nNOTE='\u001b[31m'\n");
    }

    private static JsonObject Store()
    {
        long later = DateTimeOffset.UtcNow.AddHours(5).ToUnixTimeMilliseconds();
        JsonObject profiles = new()
        {
            ["anthropic:main"] = Key("anthropic", ("email", Hostile)),
            [$"anthropic:{Hostile}"] = Key("anthropic", ("email", Secret)),
            [$"openai:{Hostile}"] = Key($"openai{Hostile}"),
            ["openai:object"] = Key(Nested.DeepClone()),
            ["openai:list"] = Key(new JsonArray(Secret)),
            ["openai:number"] = Key(5),
            ["openai:truth"] = Key(true),
            ["openai:secret"] = Key(Secret, ("email", Nested.DeepClone())),
            ["zai:environment"] = Reference("env", "default", Secret),
            ["zai:program"] = Reference("exec", "vault", Secret),
            ["zai:file"] = Reference("file", "keys", $"/{Secret}"),
            ["zai:source"] = Reference(Secret, Secret, Hostile),
            ["zai:object"] = new JsonObject { ["type"] = "api_key", ["provider"] = "zai", ["keyRef"] = new JsonObject { ["source"] = Nested.DeepClone(), ["id"] = Hostile } },
            [$"unknown:{Hostile}"] = new JsonObject { ["type"] = Secret, ["provider"] = "openai" },
            [$"unknown:{Secret}"] = new JsonObject { ["mode"] = Hostile, ["provider"] = Secret },
            [$"chutes:{Hostile}"] = new JsonObject { ["type"] = "oauth", ["provider"] = "chutes", ["access"] = "FAKE-access-0123456789", ["refresh"] = "", ["expires"] = 1000, ["accountId"] = Hostile, ["email"] = Hostile },
            [Hostile] = Hostile,
        };
        return new JsonObject
        {
            ["version"] = 1,
            ["profiles"] = profiles,
            ["order"] = new JsonObject { ["anthropic"] = new JsonArray("anthropic:main", $"gone:{Hostile}", Secret), [Hostile] = new JsonArray(Hostile), [Secret] = new JsonArray("openai:object") },
            ["lastGood"] = new JsonObject { ["anthropic"] = Secret, [Hostile] = Hostile },
            ["usageStats"] = new JsonObject
            {
                ["anthropic:main"] = new JsonObject { ["disabledUntil"] = later, ["disabledReason"] = Secret, ["failureCounts"] = new JsonObject { [Secret] = 1, [Hostile] = 2 } },
                [$"anthropic:{Hostile}"] = new JsonObject { ["disabledUntil"] = later, ["disabledReason"] = Hostile },
                ["openai:number"] = new JsonObject { ["disabledUntil"] = later, ["disabledReason"] = Nested.DeepClone() },
                [$"gone:{Hostile}"] = new JsonObject { ["cooldownUntil"] = later, ["errorCount"] = 3 },
            },
            [Hostile] = Secret,
        };
    }

    private static JsonObject Configuration() => new()
    {
        ["auth"] = new JsonObject
        {
            ["profiles"] = new JsonObject
            {
                ["anthropic:main"] = new JsonObject { ["provider"] = "anthropic", ["mode"] = "api_key", ["email"] = Secret },
                [$"anthropic:{Hostile}"] = new JsonObject { ["provider"] = Secret, ["mode"] = "api_key", ["email"] = Hostile },
            },
            ["order"] = new JsonObject { [$"openai{Hostile}"] = new JsonArray(Hostile), ["zai"] = new JsonArray(Secret, Hostile) },
        },
        ["agents"] = new JsonObject
        {
            ["defaults"] = new JsonObject
            {
                ["model"] = new JsonObject { ["primary"] = $"openai/gpt{Hostile}", ["fallbacks"] = new JsonArray($"zai/{Hostile}", Secret, "openai/gpt-5.2") },
                ["imageModel"] = new JsonObject { ["primary"] = $"openai/gpt{Hostile}", ["fallbacks"] = new JsonArray(Secret, "openai/gpt-5.2") },
                ["models"] = new JsonObject { [$"zai/{Hostile}"] = new JsonObject { ["alias"] = $"name{Hostile}" }, [$"openai/{Secret}"] = new JsonObject { ["alias"] = Secret }, ["anthropic/claude-opus-4-5"] = new JsonObject { ["alias"] = "opus" } },
            },
            ["list"] = new JsonArray(new JsonObject { ["id"] = "main", ["name"] = Hostile }, new JsonObject { ["id"] = "work" }),
        },
        ["models"] = new JsonObject
        {
            ["providers"] = new JsonObject
            {
                [$"proxy{Hostile}"] = new JsonObject { ["baseUrl"] = $"http://me:{Canary}@localhost", ["apiKey"] = "FAKE-key-0123456789", ["models"] = new JsonArray(new JsonObject { ["id"] = $"model{Hostile}", ["name"] = Hostile }) },
            },
        },
    };

    private static JsonObject Sessions() => new()
    {
        [$"agent:main:{Hostile}"] = new JsonObject { ["sessionId"] = Hostile, ["updatedAt"] = 2, ["modelOverride"] = $"gpt{Hostile}", ["providerOverride"] = "openai", ["authProfileOverride"] = Hostile, ["authProfileOverrideSource"] = "user" },
        ["agent:main:main"] = new JsonObject { ["sessionId"] = "s", ["updatedAt"] = 1, ["modelOverride"] = Secret, ["providerOverride"] = Secret, ["authProfileOverride"] = Secret },
    };

    private static JsonObject Key(JsonNode provider, params (string Name, JsonNode Value)[] members)
    {
        JsonObject profile = new() { ["type"] = "api_key", ["provider"] = provider, ["key"] = "FAKE-key-0123456789" };
        foreach ((string name, JsonNode value) in members)
            profile[name] = value;

        return profile;
    }

    private static JsonObject Reference(string source, string provider, string id) => new()
    {
        ["type"] = "api_key",
        ["provider"] = "zai",
        ["keyRef"] = new JsonObject { ["source"] = source, ["provider"] = provider, ["id"] = id },
    };
}

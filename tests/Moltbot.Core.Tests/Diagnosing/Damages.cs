using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;
using Moltbot.Testing;
using static Moltbot.Core.Diagnosing.RepairConsent;

namespace Moltbot.Core.Tests.Diagnosing;

/// <summary>At least one way for each kind of finding.</summary>
internal static class Damages
{
    private const string Store = "agents/main/agent/auth-profiles.json";
    private static readonly SecretReference InVault = SecretReference.To(new VaultSecret("SecretStore", "openai"));

    public static IReadOnlyList<Damage> All { get; } =
    [
        new("INSTALLATION_MISSING", scene => Directory.Delete(scene.State, recursive: true), Asked) { RemovesSecret = true },
        new("INSTALLATION_UNKNOWN", scene =>
        {
            Directory.Move(scene.State, scene.Home["elsewhere"]);
            SymbolicLink.Make(scene.State, scene.Home["around"]);
            SymbolicLink.Make(scene.Home["around"], scene.State);
            scene.Installation.Variable("MOLTBOT_STATE_DIR", Path.Combine(scene.State, "state"));
            scene.Installation.Variable("MOLTBOT_CONFIG_PATH", scene.Home["elsewhere/moltbot.json"]);
        }) { NeedsUnix = true },
        new("INSTALLATION_SECOND", scene => Directory.CreateDirectory(scene.Home[".moltbot"])),
        new("LEGACY_STATE_DIRECTORY", _ => { }, Asked) { NeedsUnix = true },
        new("LEGACY_AGENT_DIRECTORY", scene => scene.Write("agent/auth-profiles.json", new StoreBuilder().ApiKey("zai:old").ToText()), Asked),
        new("LEGACY_RESIDUE", scene => scene.Write("agents/main/agent/auth.json", """{ "zai": { "type": "api_key", "key": "sk-of-an-older-layout" } }""")),
        new("CLOCK_OFF", scene => scene.Write("agents/main/agent/models.json", "{}", TestClock.Now.AddDays(2))),

        new("DIRECTORY_MISSING", scene => Directory.Delete(scene.Home[".clawdbot/credentials"]), Asked),
        new("DIRECTORY_UNUSABLE", scene => Unix.SetMode(scene.Home[".clawdbot/credentials"], "500"), Asked) { NeedsUnix = true },
        new("STATE_DIRECTORY_OPEN", scene => Unix.SetMode(scene.State, "755"), Asked) { NeedsUnix = true },
        new("PERMISSIONS_TOO_OPEN", scene => Unix.SetMode(scene.Installation.StorePath(), "644"), Unasked) { NeedsUnix = true },
        new("PERMISSIONS_TOO_OPEN", scene => Unix.SetMode(scene.Installation.ConfigPath, "640"), Asked) { NeedsUnix = true },
        new("PERMISSIONS_TOO_OPEN", scene => Unix.SetMode(Path.GetDirectoryName(scene.Installation.StorePath())!, "777"), Asked) { NeedsUnix = true },
        new("FILE_UNREADABLE", scene => Unix.SetMode(scene.Installation.StorePath("helper"), "0"), Unasked) { NeedsUnix = true },
        new("FILE_UNREADABLE", scene => Unix.SetMode(scene.Installation.StorePath(), "400"), Unasked) { NeedsUnix = true },
        new("FILE_UNREADABLE", scene => Unix.SetMode(scene.Home[".clawdbot/.env"], "0"), Unasked) { NeedsUnix = true },
        new("FILE_NOT_REGULAR", scene => Directory.CreateDirectory(scene.Home[".clawdbot/agents/helper/agent/models.json"]), Asked),
        new("FILE_OWNER_OTHER", scene => Give(scene.Installation.StorePath("helper"), 12345), Asked) { NeedsUnix = true, NeedsRoot = true },
        new("FILE_ENCODING", scene => Encode(scene, Store, Encoding.Unicode), Unasked),
        new("FILE_ENCODING", scene => Encode(scene, Store, Encoding.UTF8), Unasked),
        new("FILE_ENCODING", scene => Encode(scene, "moltbot.json", Encoding.BigEndianUnicode), Unasked),
        new("FILE_ENCODING", scene => Encode(scene, ".env", Encoding.Unicode), Unasked),
        new("FILE_ENCODING", scene => Encode(scene, "agents/main/sessions/sessions.json", Encoding.Unicode), Unasked),
        new("LINK_BROKEN", scene => SymbolicLink.Make(scene.Home[".clawdbot/agents/helper/agent/models.json"], scene.Home["nowhere"]), Forced) { NeedsUnix = true },
        new("FILE_NOT_REGULAR", scene => SymbolicLink.Make(scene.Home[".clawdbot/agents/helper/agent/models.json"], scene.Home.Path), Forced) { NeedsUnix = true },
        new("LOCK_STALE", scene => Lock(scene, Store, TestClock.Now.AddHours(-1)), Unasked),
        new("LOCK_STALE", scene => Lock(scene, "moltbot.json", TestClock.Now.AddHours(1)), Asked),
        new("LOCK_STALE", scene => scene.Write("agents/main/sessions/sessions.json.lock", """{"pid":1}""", TestClock.Now.AddHours(-1)), Unasked),
        new("LOCK_OBSTRUCTED", scene => scene.Write(Store + ".lock", "not a directory"), Asked),
        new("LOCK_OBSTRUCTED", scene => scene.Write("agents/helper/agent/auth-profiles.json.lock/file", "in the way"), Asked),
        new("LEFTOVER_TEMPORARY", scene => scene.Write(Store + ".0123456789abcdef0123456789abcdef.tmp", File.ReadAllText(scene.Installation.StorePath()), TestClock.Now.AddDays(-1)), Asked),
        new("LEFTOVER_TEMPORARY", scene => scene.Write("agents/main/sessions/sessions.json.0d2f.tmp", """{ "agent:main:ma""", TestClock.Now.AddDays(-1)), Asked),
        new("LEFTOVER_TEMPORARY", scene => scene.Write(Store + ".123.0d2f.tmp", """{ "profiles": { "zai:new": { "type": "api_key", "prov""", TestClock.Now.AddDays(-1)), Forced),
        new("FILE_SET_ASIDE", scene => scene.Write(Store + ".aside-1769601600000", "half a store"), Forced),
        new("NOT_EXAMINED", scene => scene.Write("agents/main/agent/models.json", "{ broken")),

        new("PLAINTEXT_FOUND", scene => scene.Write(".env", "ZAI_API_KEY=zai-key-in-plain-text")),
        new("BACKUP_HOLDS_REMOVED_SECRET", scene => scene.Write(Store + ".bak", new StoreBuilder().ApiKey("zai:removed", "sk-a-secret-that-was-removed").ToText()), Forced) { RemovesSecret = true },
        new("BACKUP_HOLDS_REMOVED_SECRET", scene => scene.Write(".env.bak", "ZAI_API_KEY=zai-key-that-was-removed"), Forced),
        new("REF_SHADOWED", scene => scene.Installation.Store(new StoreBuilder().ApiKeyAt("zai:b", InVault, key: "sk-left-beside-0123456789"), "helper").Open()),

        new("REF_UNRESOLVED", scene => Refer(scene, SecretErrors.NotInVault(new VaultSecret("SecretStore", "openai")))),
        new("VAULT_NOT_REGISTERED", scene => Refer(scene, SecretErrors.NoVault("SecretStore", []))),
        new("VAULT_LOCKED", scene => Refer(scene, SecretErrors.Locked("SecretStore"))),
        new("VAULT_UNAVAILABLE", scene => Refer(scene, SecretErrors.NoSecretManagement())),

        new("CONFIG_MISSING", scene => File.Delete(scene.Installation.ConfigPath)),
        new("CONFIG_MISSING", scene => File.Move(scene.Installation.ConfigPath, scene.Installation.ConfigPath + ".bak"), Forced),
        new("CONFIG_UNREADABLE", scene => scene.Write("moltbot.json", "{ auth: ")),
        new("CONFIG_UNREADABLE", scene =>
        {
            File.Copy(scene.Installation.ConfigPath, scene.Installation.ConfigPath + ".bak");
            scene.Settle().Write("moltbot.json", "{ auth: ");
        }, Forced),
        new("CONFIG_INVALID", scene => Configure(scene, json => json["agents"]!["defaults"]!["model"] = 5)),
        new("CONFIG_UNKNOWN_KEY", scene => Configure(scene, json => json["auth"]!["profiles"]!["openai:main"]!["colour"] = "red"), Asked),
        new("CONFIG_UNKNOWN_KEY", scene => Configure(scene, json => json["auth"]!["profiles"]!["openai:main"]!["apiKey"] = "sk-in-the-wrong-place"), Forced),
        new("CONFIG_UNKNOWN_KEY", scene => Configure(scene, json => json["zap"] = new JsonObject { ["a"] = 1 }), Forced),
        new("CONFIG_LEGACY_KEY", scene => Configure(scene, json => json["agent"] = new JsonObject { ["model"] = "anthropic/claude-opus-4-5", ["modelAliases"] = new JsonObject { ["quick"] = "openai/gpt-5.2" } }), Asked),
        new("CONFIG_LEGACY_KEY", scene => Configure(scene, json => json["gateway"] = new JsonObject { ["token"] = "of the gateway" }), Asked),
        new("CONFIG_LEGACY_NAME", scene => File.Move(scene.Installation.ConfigPath, scene.Home[".clawdbot/clawdbot.json"]), Asked),
        new("CONFIG_WARNING", scene => Configure(scene, json => json["session"] = new JsonObject { ["mainKey"] = "work" })),
        new("CONFIG_PROFILE_NOT_STORED", scene => Configure(scene, json => json["auth"]!["profiles"]!["zai:gone"] = new JsonObject { ["provider"] = "zai", ["mode"] = "api_key" }), Asked),
        new("OPENCODE_OVERRIDE", scene => Configure(scene, json => json["models"] = Described("opencode-zen"))),
        new("PLUGIN_DISABLED", scene => Configure(scene, json => json["models"] = Described("copilot-proxy")), Asked),
        new("PLUGIN_DISABLED", scene => Configure(scene, json =>
        {
            json["models"] = Described("copilot-proxy");
            json["plugins"] = new JsonObject { ["enabled"] = false };
        })),

        new("ENVIRONMENT_FILE_UNREADABLE", scene =>
        {
            File.Delete(scene.Home[".clawdbot/.env"]);
            Directory.CreateDirectory(scene.Home[".clawdbot/.env"]);
        }, null),
        new("ENVIRONMENT_KEY_SHADOWS", scene =>
        {
            Change(scene, json => json["profiles"]!["anthropic:work"]!["expires"] = TestClock.NowMilliseconds - 1);
            scene.Installation.Variable("ANTHROPIC_API_KEY", "sk-ant-of-the-environment");
        }),
        new("ENVIRONMENT_VARIABLE_OVERRIDDEN", scene => scene.Installation.Variable("GREETING", "goodbye")),
        new("LOGIN_SHELL_FAILED", scene => Configure(scene, json => json["env"] = JsonNode.Parse("""{ "shellEnv": { "enabled": true } }"""))) { NeedsUnix = true },
        new("SERVICE_MISSES_VARIABLE", scene =>
        {
            Change(scene, json => json["profiles"]!["openai:main"] = JsonNode.Parse("""{ "type": "api_key", "provider": "openai", "keyRef": { "source": "env", "provider": "default", "id": "OPENAI_KEY_OF_THE_SHELL" } }"""));
            scene.Installation.Variable("OPENAI_KEY_OF_THE_SHELL", "sk-of-the-shell-0123456789");
            scene.Home.Write(".config/systemd/user/moltbot-gateway.service", "[Service]\nEnvironment=\"A=1\" OTHER=2\nExecStart=/usr/bin/moltbot gateway\n");
        }) { NeedsUnix = true },
        new("SERVICE_ENVIRONMENT_FILE_MISSING", scene => scene.Home.Write(".config/systemd/user/clawdbot-gateway.service", "[Service]\nEnvironmentFile=-%h/optional.env\nEnvironmentFile=%h/needed.env\n")) { NeedsUnix = true },
        new("SERVICE_OTHER_ACCOUNT", scene =>
        {
            scene.Installation.Variable("USER", "alice");
            scene.Home.Write(".config/systemd/user/moltbot-gateway.service", "[Service]\nUser=moltbot\nExecStart=/usr/bin/moltbot gateway\n");
        }) { NeedsUnix = true },
        new("SERVICE_OTHER_INSTALLATION", scene => scene.Home.Write("Library/LaunchAgents/bot.molt.gateway.plist", "<plist><dict><key>EnvironmentVariables</key><dict><key>MOLTBOT_STATE_DIR</key><string>~/.elsewhere</string></dict></dict></plist>")) { NeedsUnix = true },

        new("STORE_UNREADABLE", scene => scene.Write(Store, """{ "profiles": { "anthropic:work": """)),
        new("STORE_UNREADABLE", scene => scene.Write(Store, """{ "keys": [] }""")),
        new("STORE_UNREADABLE", scene =>
        {
            File.Copy(scene.Installation.StorePath(), scene.Installation.StorePath() + ".bak");
            scene.Settle().Write(Store, """{ "profiles": { "anthropic:work": """);
        }, Forced),
        new("STORE_MEMBER_IGNORED", scene => Change(scene, json => json["order"] = "anthropic:work"), Unasked),
        new("STORE_MEMBER_IGNORED", scene => Change(scene, json => json["order"]!["anthropic"] = JsonNode.Parse("""["anthropic:work", 5]""")), Unasked),
        new("STORE_MEMBER_IGNORED", scene => Change(scene, json => json["usageStats"]!["anthropic:work"]!["cooldownUntil"] = "tomorrow"), Unasked),
        new("STORE_MEMBER_IGNORED", scene => Change(scene, json => json["version"] = "one"), Unasked),
        new("STORE_MEMBER_IGNORED", scene => Change(scene, json => json["lastGood"] = JsonNode.Parse("""{ "anthropic": {} }""")), Unasked),
        new("OLDER_LAYOUT_UNREADABLE", scene =>
        {
            File.Delete(scene.Installation.StorePath());
            scene.Write("agents/main/agent/auth.json", "{ broken");
        }),

        new("PROFILE_IGNORED", scene => Change(scene, json => json["profiles"]!["openai:main"]!.AsObject().Remove("type")), Asked),
        new("PROFILE_IGNORED", scene => Change(scene, json => json["profiles"]!["openai:main"]!.AsObject().Remove("provider")), Asked),
        new("PROFILE_IGNORED", scene => Change(scene, json => json["profiles"]!["openai:main"]!["type"] = "passkey")),
        new("PROFILE_IGNORED", scene => Change(scene, json => json["profiles"]!["openai:main"] = "sk-alone")),
        new("PROFILE_WITHOUT_SECRET", scene => Change(scene, json => json["profiles"]!["openai:main"]!.AsObject().Remove("key"))),
        new("PROFILE_WITHOUT_SECRET", scene => Change(scene, json => json["profiles"]!["openai:main"]!["key"] = 12345)),
        new("PROFILE_SECRET_IMPOSSIBLE", scene => Change(scene, json => json["profiles"]!["openai:main"]!["key"] = "YOUR_API_KEY")),
        new("PROFILE_SECRET_IMPOSSIBLE", scene => Change(scene, json => json["profiles"]!["openai:main"]!["key"] = "sk-abc...xyz")),
        new("PROFILE_SECRET_IMPOSSIBLE", scene => Change(scene, json => json["profiles"]!["openai:main"]!["key"] = "sk-with\nline-break")),
        new("PROFILE_SECRET_IMPOSSIBLE", scene => Change(scene, json => json["profiles"]!["openai:main"]!["key"] = "sk-of-the-main-agent-0123456789\n"), Asked),
        new("PROFILE_SECRET_IMPOSSIBLE", scene => Change(scene, json => json["profiles"]!["openai:main"]!["key"] = "export OPENAI_API_KEY=\"sk-of-the-main-agent-0123456789\""), Asked) { RemovesSecret = true },
        new("PROFILE_SECRET_IMPOSSIBLE", scene => Change(scene, json => json["profiles"]!["anthropic:work"]!["token"] = "sk-ant-api03-0123456789012345678901234567890")),
        new("PROFILE_SECRET_IMPOSSIBLE", scene => Change(scene, json => json["profiles"]!["openai-codex:me"]!["access"] = "<your token>")),
        new("PROFILE_SECRET_IMPOSSIBLE", scene => Change(scene, json => json["profiles"]!["openai-codex:me"]!["refresh"] = "two words")),
        new("PROFILE_SECRET_IMPOSSIBLE", scene => Change(scene, json => json["profiles"]!["openai-codex:me"]!["access"] = "")),
        new("AUTH_PROFILE_EXPIRED", scene => Change(scene, json => json["profiles"]!["anthropic:work"]!["expires"] = TestClock.NowMilliseconds - 60_000)),
        new("AUTH_PROFILE_EXPIRING", scene => Change(scene, json => json["profiles"]!["anthropic:work"]!["expires"] = TestClock.NowMilliseconds + 600_000)),
        new("AUTH_PROFILE_EXPIRY_MISSING", scene => Change(scene, json =>
        {
            json["profiles"]!["openai-codex:me"]!.AsObject().Remove("expires");
            json["profiles"]!["openai-codex:me"]!.AsObject().Remove("refresh");
        })),
        new("AUTH_PROFILE_EXPIRY_MISSING", scene => Change(scene, json => json["profiles"]!["anthropic:work"]!["expires"] = "tomorrow")),
        new("AUTH_PROFILE_REJECTED", scene =>
        {
            Change(scene, json => json["profiles"]!["openai-codex:me"]!["expires"] = TestClock.NowMilliseconds - 60_000);
            Records(scene).Write(SignIn(scene), new RenewalRecord(RenewalState.Rejected, TestClock.NowMilliseconds) { Reason = "invalid_grant" });
            scene.Settle();
        }),
        new("AUTH_PROFILE_COOLDOWN", scene => Change(scene, json => json["usageStats"]!["anthropic:work"]!["cooldownUntil"] = TestClock.NowMilliseconds + 60_000)),
        new("AUTH_PROFILE_DISABLED", scene => Change(scene, json => json["usageStats"]!["anthropic:work"] = JsonNode.Parse($$"""{ "disabledUntil": {{TestClock.NowMilliseconds + (3 * 3_600_000)}}, "disabledReason": "billing" }"""))),
        new("AUTH_PROFILE_COOLDOWN_TOO_LONG", scene => Change(scene, json => json["usageStats"]!["anthropic:work"]!["cooldownUntil"] = TestClock.NowMilliseconds + (90 * 86_400_000.0)), Asked),
        new("AUTH_PROFILE_DEPRECATED", scene => Change(scene, json => json["profiles"]!["anthropic:claude-cli"] = JsonNode.Parse("""{ "type": "oauth", "provider": "anthropic", "access": "a", "refresh": "r", "expires": 4102444800000 }""")), Asked) { RemovesSecret = true },
        new("AUTH_PROFILE_DEPRECATED", scene => Configure(scene, json => json["auth"]!["profiles"]!["openai-codex:codex-cli"] = JsonNode.Parse("""{ "provider": "openai-codex", "mode": "oauth" }""")), Asked),
        new("AUTH_PROFILE_ID_OUTDATED", scene =>
        {
            Change(scene, json => json["profiles"]!["anthropic:kim@corp.example"] = JsonNode.Parse("""{ "type": "oauth", "provider": "anthropic", "access": "access-of-kim", "refresh": "refresh-of-kim", "expires": 4102444800000 }"""));
            Configure(scene, json =>
            {
                json["auth"]!["profiles"]!["anthropic:default"] = JsonNode.Parse("""{ "provider": "anthropic", "mode": "oauth" }""");
                json["auth"]!["order"]!["anthropic"] = JsonNode.Parse("""["anthropic:default", "anthropic:work"]""");
            });
        }, Asked),
        new("PROFILE_NOT_CONFIGURED", scene => Change(scene, json => json["profiles"]!["openai-codex:other"] = JsonNode.Parse("""{ "type": "oauth", "provider": "openai-codex", "access": "access-of-another", "refresh": "refresh-of-another", "expires": 4102444800000 }""")), Asked),
        new("PROFILE_MODE_MISMATCH", scene => Configure(scene, json => json["auth"]!["profiles"]!["openai:main"]!["mode"] = "token"), Asked),
        new("PROFILE_MODE_MISMATCH", scene => Configure(scene, json => json["auth"]!["profiles"]!["openai:main"]!["provider"] = "OpenAI"), Asked),
        new("ORDER_NAMES_UNKNOWN_PROFILE", scene => Change(scene, json => json["order"]!["anthropic"] = JsonNode.Parse("""["anthropic:gone", "anthropic:work"]""")), Unasked),
        new("ORDER_NAMES_UNKNOWN_PROFILE", scene => Configure(scene, json => json["auth"]!["order"]!["openai"] = JsonNode.Parse("""["openai:gone"]""")), Asked),
        new("ORDER_NAMES_OTHER_PROVIDER", scene => Change(scene, json => json["order"]!["anthropic"] = JsonNode.Parse("""["openai:main", "anthropic:work"]""")), Unasked),
        new("LAST_GOOD_UNKNOWN", scene => Change(scene, json => json["lastGood"]!["anthropic"] = "anthropic:gone"), Unasked),
        new("USAGE_OF_UNKNOWN_PROFILE", scene => Change(scene, json => json["usageStats"]!["anthropic:gone"] = new JsonObject()), Unasked),
        new("PROVIDER_WITHOUT_CREDENTIAL", scene => Configure(scene, json => json["agents"]!["defaults"]!["model"]!["fallbacks"]!.AsArray().Add("antropic/claude-opus-4-5"))),

        new("REFRESH_TOKEN_SHARED", scene => scene.Write("agents/helper/agent/auth-profiles.json", new StoreBuilder()
            .OAuth("openai-codex:me", "access-of-the-main-agent-0123456789", "refresh-of-the-main-agent-0123456789", TestClock.Now.AddDays(5), "me@corp.example").ToText())),
        new("RENEWAL_INTERRUPTED", scene =>
        {
            Records(scene).Write(SignIn(scene), new RenewalRecord(RenewalState.Sent, TestClock.NowMilliseconds - 3_600_000));
            scene.Settle();
        }),
        new("SIGN_IN_PENDING", scene => scene.Write("credentials/sign-ins/waiting.json", "{}")),
        new("SIGN_IN_PENDING", scene => scene.Write("credentials/sign-ins/waiting.json", """{ "agent": "helper", "profileId": "openai-codex:new", "provider": "openai-codex", "entry": { "type": "oauth", "provider": "openai-codex", "access": "access-that-waits", "refresh": "refresh-that-waits", "expires": 4102444800000 }, "noConfig": true }"""), Unasked),
        new("ENDPOINTS_INVALID", scene => scene.Write("providers.endpoints.json", """{ "openai-codex": { "https://auth.openai.com": "http://plain.example" } }""")),
        new("ENDPOINTS_REPLACED", scene => scene.Write("providers.endpoints.json", """{ "openai-codex": { "https://auth.openai.com": "https://login.corp.example" } }""")),

        new("SESSIONS_UNREADABLE", scene => scene.Write("agents/main/sessions/sessions.json", "{ broken")),
        new("SESSION_IGNORED", scene => scene.Write("agents/helper/sessions/sessions.json", """{ "agent:helper:x": [] }""")),
        new("SESSION_IGNORED", scene => scene.Write("agents/helper/sessions/sessions.json", """{ "agent:helper:x": { "authProfileOverride": 7 } }""")),
        new("SESSION_PIN_BROKEN", scene => scene.Write("agents/helper/sessions/sessions.json", """{ "agent:helper:x": { "authProfileOverride": "anthropic:gone" } }"""), Unasked),
        new("SESSION_TRANSCRIPT_MISSING", scene => File.Delete(scene.Home[".clawdbot/agents/main/sessions/s1.jsonl"])),
    ];

    private static void Give(string path, uint user) => ChangeOwner(Encoding.UTF8.GetBytes(path + '\0'), user, uint.MaxValue).ShouldBe(0);

    [DllImport("libc", EntryPoint = "chown")]
    private static extern int ChangeOwner(byte[] path, uint user, uint group);

    private static void Change(DoctorScene scene, Action<JsonNode> change) => Rewrite(scene, Store, change);

    private static void Configure(DoctorScene scene, Action<JsonNode> change) => Rewrite(scene, "moltbot.json", change);

    private static void Rewrite(DoctorScene scene, string path, Action<JsonNode> change)
    {
        JsonNode json = JsonNode.Parse(File.ReadAllText(scene.Home[$".clawdbot/{path}"]))!;
        change(json);
        scene.Write(path, json.ToJsonString());
    }

    private static void Encode(DoctorScene scene, string path, Encoding encoding)
    {
        string full = scene.Home[$".clawdbot/{path}"];
        string text = File.ReadAllText(full);
        File.WriteAllBytes(full, [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
        scene.Settle();
    }

    private static void Lock(DoctorScene scene, string path, DateTimeOffset at)
    {
        DirectoryInfo made = Directory.CreateDirectory(scene.Home[$".clawdbot/{path}.lock"]);
        made.LastWriteTimeUtc = at.UtcDateTime;
    }

    private static JsonObject Described(string provider) => new()
    {
        ["providers"] = new JsonObject { [provider] = new JsonObject { ["baseUrl"] = "https://models.example/v1", ["models"] = new JsonArray() } },
    };

    private static void Refer(DoctorScene scene, MoltbotException error)
    {
        scene.Vaults.Answers[InVault.Id] = new FetchedSecret(error);
        scene.Write("agents/helper/agent/auth-profiles.json", new StoreBuilder().ApiKeyAt("zai:b", InVault).ToText());
    }

    private static RenewalRecords Records(DoctorScene scene) => new(scene.Home[".clawdbot/credentials/renewals"]);

    private static AuthProfile SignIn(DoctorScene scene) => scene.Installation.Stored().Find("openai-codex:me")!;
}

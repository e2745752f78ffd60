using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.AuthorizationServer;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Running;

/// <summary>An authorization server in the place of OpenAI's, and scenes whose sign-ins are of it.</summary>
public sealed class SignInServer : IAsyncLifetime
{
    /// <summary>The id of the sign-in that scenes have.</summary>
    public const string ProfileId = "openai-codex:default";

    private const string Endpoints = ".moltbot/providers.endpoints.json";

    /// <summary>The gateway's own client.</summary>
    public static RegisteredClient Client { get; } = new("app_EMoamEEZ73f0CkXaXp7hrann", "http://localhost:1455/auth/callback");

    /// <summary>The gateway's own client at Qwen.</summary>
    public static RegisteredClient QwenClient { get; } = new("f0304373b74a44d2b584a3fb70ca9e56", "http://localhost:1456/callback");

    /// <summary>A client of Google's, as an installed Gemini CLI has one.</summary>
    public static RegisteredClient GoogleClient { get; } = new("681255809395-of-a-person.apps.googleusercontent.com", "http://localhost:8085/oauth2callback");

    private readonly CertificateAuthority? authority = Wine.IsHere ? null : new();
    private OAuthServer? server;

    /// <summary>Who certifies the server.</summary>
    public CertificateAuthority Authority => Wine.Has(authority, Wine.Certificates);

    /// <summary>The server.</summary>
    public OAuthServer Server => Wine.Has(server, Wine.Certificates);

    /// <summary>Where tokens are given out.</summary>
    public string TokenAddress => $"{Server.Address}/oauth/token";

    public async ValueTask InitializeAsync()
    {
        if (authority is not null)
            server = await OAuthServer.StartAsync(authority, TimeSpan.FromHours(1), [.. RegisteredClient.OfGateway, GoogleClient]);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        authority?.Dispose();
    }

    /// <summary>Signs in, and lays out the sign-in for agents, expired or not. Requests for OpenAI go to the server.</summary>
    internal Task<CommandScene> SceneAsync(TimeSpan expiresIn, params string[] agents) => SceneAtAsync(Server, expiresIn, agents);

    /// <summary>The same at another server that is certified alike.</summary>
    internal async Task<CommandScene> SceneAtAsync(OAuthServer server, TimeSpan expiresIn, params string[] agents)
    {
        CommandScene scene = new CommandScene().WithConfig("{}").WithFile("root.pem", Authority.Root).WithVariable("NODE_EXTRA_CA_CERTS", "$HOME/root.pem");
        scene.WithFile(Endpoints, new JsonObject
        {
            ["openai-codex"] = new JsonObject { ["https://auth.openai.com"] = server.Address },
            ["qwen-portal"] = new JsonObject { ["https://chat.qwen.ai"] = server.Address },
            ["chutes"] = new JsonObject { ["https://api.chutes.ai"] = server.Address },
            ["google-gemini-cli"] = new JsonObject
            {
                ["https://accounts.google.com"] = server.Address,
                ["https://oauth2.googleapis.com"] = server.Address,
                ["https://www.googleapis.com"] = server.Address,
                ["https://cloudcode-pa.googleapis.com"] = server.Address,
            },
        }.ToJsonString());
        Unix.SetMode(scene.Home[Endpoints], "600");
        JsonElement tokens = await server.SignIn(Client, Authority);
        foreach (string agent in agents)
            scene.WithStore(agent, new StoreBuilder().Profile(ProfileId, Entry(tokens, expiresIn)));

        return scene;
    }

    /// <summary>The same with a sign-in of Qwen's, whose token a program can be given in a variable.</summary>
    internal async Task<CommandScene> SceneOfQwenAsync(TimeSpan expiresIn)
    {
        CommandScene scene = await SceneAsync(expiresIn);
        JsonObject entry = Entry(await Server.SignIn(QwenClient, Authority), expiresIn);
        entry["provider"] = "qwen-portal";
        return scene.WithStore(new StoreBuilder().Profile("qwen-portal:default", entry));
    }

    /// <summary>That a command has done what it should, and has warned of nothing but where its requests went.</summary>
    internal static CommandOutcome ShouldSucceed(CommandOutcome outcome)
    {
        outcome.ErrorLines.ShouldAllBe(line => line.Contains("providers.endpoints.json"));
        outcome.ExitCode.ShouldBe(0);
        return outcome;
    }

    /// <summary>The sign-in that an agent's file holds.</summary>
    internal static JsonObject Stored(CommandScene scene, string agent = "main") =>
        JsonNode.Parse(File.ReadAllText(scene.Home[CommandScene.StoreOf(agent)]))!["profiles"]![ProfileId]!.AsObject();

    /// <summary>Lets a sign-in expire where it is stored.</summary>
    internal static void Expire(CommandScene scene, string agent)
    {
        string path = scene.Home[CommandScene.StoreOf(agent)];
        JsonNode store = JsonNode.Parse(File.ReadAllText(path))!;
        store["profiles"]![ProfileId]!["expires"] = 1;
        File.WriteAllText(path, store.ToJsonString());
    }

    private static JsonObject Entry(JsonElement tokens, TimeSpan expiresIn) => new()
    {
        ["type"] = "oauth",
        ["provider"] = "openai-codex",
        ["access"] = tokens.GetProperty("access_token").GetString(),
        ["refresh"] = tokens.GetProperty("refresh_token").GetString(),
        ["expires"] = (DateTimeOffset.UtcNow + expiresIn).ToUnixTimeMilliseconds(),
        ["accountId"] = "account-ada",
    };
}

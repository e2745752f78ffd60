using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.AuthorizationServer;

namespace Moltbot.SignInFigures;

/// <summary>An authorization server on this machine, and an installation in a temporary home whose sign-ins are of it.</summary>
internal sealed class House : IAsyncDisposable
{
    public const string ProfileId = "openai-codex:default";

    private const string Endpoints = "providers.endpoints.json";

    private readonly CertificateAuthority authority = new();

    private House(OAuthServer server) => Server = server;

    public static RegisteredClient Codex { get; } = new("app_EMoamEEZ73f0CkXaXp7hrann", "http://localhost:1455/auth/callback");

    public OAuthServer Server { get; private set; }

    public string Home { get; } = Directory.CreateTempSubdirectory("moltbot-figures-").FullName;

    public string RootPath => Path.Combine(Home, "root.pem");

    public string State => Path.Combine(Home, ".moltbot");

    public string Renewals => Path.Combine(State, "credentials", "renewals");

    public static async Task<House> BuildAsync(TimeSpan leeway, params RegisteredClient[] clients)
    {
        House house = new(null!);
        house.Server = await OAuthServer.StartAsync(house.authority, TimeSpan.FromHours(1), leeway, clients);
        Directory.CreateDirectory(house.State);
        await File.WriteAllTextAsync(house.RootPath, house.authority.Root);
        await File.WriteAllTextAsync(Path.Combine(house.State, "moltbot.json"), "{}");
        house.SendTo(house.Server.Address);
        return house;
    }

    public CertificateAuthority Authority => authority;

    /// <summary>Sends requests for providers to a server.</summary>
    public void SendTo(string address)
    {
        string endpoints = Path.Combine(State, Endpoints);
        File.WriteAllText(endpoints, new JsonObject
        {
            ["openai-codex"] = new JsonObject { ["https://auth.openai.com"] = address },
            ["chutes"] = new JsonObject { ["https://api.chutes.ai"] = address },
        }.ToJsonString());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(endpoints, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public string StoreOf(string agent) => Path.Combine(State, "agents", agent, "agent", "auth-profiles.json");

    public async Task<JsonObject> SignInAsync(RegisteredClient client, string provider = "openai-codex", bool expired = true)
    {
        JsonElement tokens = await Server.SignIn(client, authority);
        return new JsonObject
        {
            ["type"] = "oauth",
            ["provider"] = provider,
            ["access"] = tokens.GetProperty("access_token").GetString(),
            ["refresh"] = tokens.GetProperty("refresh_token").GetString(),
            ["expires"] = expired ? 1 : DateTimeOffset.UtcNow.AddHours(5).ToUnixTimeMilliseconds(),
            ["clientId"] = client.Id,
            ["accountId"] = "account-ada",
        };
    }

    public void WriteStore(string agent, params KeyValuePair<string, JsonNode?>[] profiles)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(StoreOf(agent))!);
        JsonObject store = new() { ["version"] = 1, ["profiles"] = new JsonObject(profiles.Select(one => KeyValuePair.Create(one.Key, one.Value?.DeepClone()))) };
        File.WriteAllText(StoreOf(agent), store.ToJsonString());
    }

    public JsonObject Profiles(string agent) => JsonNode.Parse(File.ReadAllText(StoreOf(agent)))!["profiles"]!.AsObject();

    public string Refresh(string agent) => Profiles(agent)[ProfileId]!["refresh"]!.GetValue<string>();

    public void Expire(string agent)
    {
        JsonNode store = JsonNode.Parse(File.ReadAllText(StoreOf(agent)))!;
        store["profiles"]![ProfileId]!["expires"] = 1;
        File.WriteAllText(StoreOf(agent), store.ToJsonString());
    }

    public Process Start(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Home };
        start.Environment.Clear();
        start.Environment["HOME"] = Home;
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        start.Environment["NODE_EXTRA_CA_CERTS"] = RootPath;
        return Process.Start(start)!;
    }

    public async Task<(int ExitCode, string Text)> RunAsync(string program, params string[] arguments) => await EndAsync(Start(program, arguments));

    public static async Task<(int ExitCode, string Text)> EndAsync(Process process)
    {
        using (process)
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, await output + await errors);
        }
    }

    public static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    public static int Number(string[] arguments, int index, int usual) => arguments.Length > index ? int.Parse(arguments[index], CultureInfo.InvariantCulture) : usual;

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        authority.Dispose();
        Directory.Delete(Home, recursive: true);
    }
}

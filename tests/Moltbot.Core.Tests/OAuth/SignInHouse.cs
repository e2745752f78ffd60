using System.Text.Json.Nodes;
using Moltbot.AuthorizationServer;
using Moltbot.Core.Http;
using Moltbot.Core.Installation;
using Moltbot.Core.OAuth;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.OAuth;

/// <summary>A home whose sign-ins go to a real authorization server on this machine, and a person with a browser.</summary>
internal sealed class SignInHouse : IAsyncDisposable
{
    /// <summary>However slow the machine is, no limit is reached.</summary>
    private static readonly HttpLimits Patient = HttpLimits.SmallAnswer with { Connect = TimeSpan.FromMinutes(10), Whole = TimeSpan.FromMinutes(10) };

    private readonly ManualTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly CertificateAuthority authority;
    private readonly TemporaryHome home;
    private readonly HttpClient http;

    private SignInHouse(OAuthServer server, CertificateAuthority authority, TemporaryHome home, ProcessEnvironment environment)
    {
        this.authority = authority;
        this.home = home;
        Server = server;
        Environment = environment;
        http = HttpClients.Open(environment, clock, Patient);
        Messages = new OAuthMessages(http, environment, clock, EndpointReplacements.Read(home["endpoints.json"]));
        Browser = OAuthServer.NewBrowser(authority);
    }

    /// <summary>The server.</summary>
    public OAuthServer Server { get; }

    /// <summary>What the sign-ins know of their surroundings.</summary>
    public ProcessEnvironment Environment { get; }

    /// <summary>The network.</summary>
    public OAuthMessages Messages { get; }

    /// <summary>The browser of the person.</summary>
    public HttpClient Browser { get; }

    /// <summary>Starts the server and sends the requests to some providers to it.</summary>
    /// <param name="client">The client that the server knows.</param>
    /// <param name="addresses">The addresses of providers that are replaced: provider, and what the address begins with.</param>
    /// <param name="variables">What the environment says besides.</param>
    public static async Task<SignInHouse> BuildAsync(RegisteredClient client, (string Provider, string Address)[] addresses, params (string Name, string Value)[] variables)
    {
        CertificateAuthority authority = Wine.New<CertificateAuthority>(Wine.Certificates);
        TemporaryHome home = new();
        OAuthServer server = await OAuthServer.StartAsync(authority, TimeSpan.FromHours(1), client);
        string root = home.Write("root.pem", authority.Root);
        JsonObject replaced = new(addresses.GroupBy(one => one.Provider, one => KeyValuePair.Create(one.Address, (JsonNode?)server.Address))
            .Select(provider => KeyValuePair.Create(provider.Key, (JsonNode?)new JsonObject(provider))));
        string file = home.Write("endpoints.json", replaced.ToJsonString());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        ProcessEnvironment environment = home.Environment.With("NODE_EXTRA_CA_CERTS", root).With("DISPLAY", ":0");
        foreach ((string name, string value) in variables)
            environment = environment.With(name, value);

        return new SignInHouse(server, authority, home, environment);
    }

    /// <summary>What a sign-in works with. No time passes.</summary>
    public SignInSurroundings SurroundingsWith(ISignInConversation person) =>
        new(Messages, Environment, person, new LoopbackListener(clock), clock);

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        http.Dispose();
        await Server.DisposeAsync();
        authority.Dispose();
        home.Dispose();
    }
}

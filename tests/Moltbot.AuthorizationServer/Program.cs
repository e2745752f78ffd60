using Moltbot.AuthorizationServer;

// The server alone, for suites that a person starts one by one: says where it listens and who certifies it, and ends with
// its input.
using CertificateAuthority authority = new();
await using OAuthServer server = await OAuthServer.StartAsync(authority, TimeSpan.FromHours(1), [.. RegisteredClient.OfGateway]);
Console.WriteLine(server.Address);
Console.WriteLine(authority.Root.Trim());
await Console.In.ReadToEndAsync();

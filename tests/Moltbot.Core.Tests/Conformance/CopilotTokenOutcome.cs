using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.OAuth;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>What comes of exchanging a GitHub token, in the shape in which it was recorded.</summary>
internal static class CopilotTokenOutcome
{
    /// <summary>Lays the files out, and exchanges the token.</summary>
    public static async Task<JsonObject> OfAsync(JsonObject input)
    {
        using TemporaryHome home = new();
        RecordedFiles.LayOut(input, home);
        IReadOnlyDictionary<string, byte[]> before = home.Files();
        ManualTimeProvider clock = ManualTimeProvider.AtUnixMilliseconds(input.Now());
        using ScriptedNetwork network = new(input["answers"]!.AsArray(), clock);
        using HttpMessageInvoker http = new(network, disposeHandler: false);
        ProcessEnvironment environment = input.Environment(home);
        CopilotTokenExchange exchange = new(new OAuthMessages(http, environment, clock), InstallationPaths.Locate(environment), clock);
        JsonObject outcome = await DescribeAsync(exchange, input, home);
        outcome["requests"] = network.Requests;
        if (RecordedFiles.Written(home, before) is { Count: > 0 } written)
            outcome["written"] = written;

        return outcome;
    }

    private static async Task<JsonObject> DescribeAsync(CopilotTokenExchange exchange, JsonObject input, TemporaryHome home)
    {
        try
        {
            CopilotToken token = await exchange.ExchangeAsync(new Secret(input.Text("githubToken")!), TestContext.Current.CancellationToken);
            return new JsonObject
            {
                ["ok"] = new JsonObject
                {
                    ["token"] = token.Token.Reveal(),
                    ["expiresAt"] = token.ExpiresAt,
                    ["source"] = home.Collapse(token.Source),
                    ["baseUrl"] = token.BaseUrl,
                },
            };
        }
        catch (MoltbotException e)
        {
            return new JsonObject { ["error"] = new JsonObject { ["message"] = e.Message } };
        }
    }
}

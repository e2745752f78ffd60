using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.OAuth;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>What comes of a whole sign-in with a code for people, in the shape in which it was recorded.</summary>
internal static class OAuthDeviceOutcome
{
    private const string Copilot = "github-copilot";
    private const string ConfigPath = ".clawdbot/moltbot.json";

    /// <summary>Signs in.</summary>
    public static async Task<JsonObject> OfAsync(JsonObject input)
    {
        using TemporaryHome home = new();
        ManualTimeProvider clock = ManualTimeProvider.AtUnixMilliseconds(input.Now());
        using ScriptedNetwork network = new(input["answers"]!.AsArray(), clock);
        using HttpMessageInvoker http = new(network, disposeHandler: false);
        ScriptedPerson person = new(typed: null, input.Text("browser") == "fails");
        ProcessEnvironment environment = input.Environment(home);
        DeviceCodeSignIn signIn = new(SignInProvider.Find(ProviderId.Parse(input.Text("flow")))!, new SignInSurroundings(new OAuthMessages(http, environment, clock), environment, person, new ScriptedBrowser(null, null), clock)
        {
            Random = Randomness.Of(input),
        });

        JsonArray waits = [];
        JsonObject outcome = await RunAsync(input, signIn, clock, waits);
        outcome["waits"] = waits;
        outcome["shown"] = new JsonArray([.. person.Pages.Select(page => (JsonNode?)new JsonObject { ["page"] = page.Address.AbsoluteUri, ["code"] = page.Code })]);
        if (person.Opened.Count > 0)
            outcome["opened"] = person.Opened;

        outcome["requests"] = network.Requests;
        return outcome;
    }

    private static async Task<JsonObject> RunAsync(JsonObject input, DeviceCodeSignIn signIn, ManualTimeProvider clock, JsonArray waits)
    {
        try
        {
            Task<SignedIn> running = signIn.RunAsync(TestContext.Current.CancellationToken);
            for (double before = Now(clock); !running.IsCompleted && clock.AdvanceToNextTimer(); before = Now(clock))
                waits.Add(Now(clock) - before - TookSince(input, waits.Count));

            return Describe(input, await running.WaitAsync(TimeSpan.FromSeconds(10)));
        }
        catch (MoltbotException e)
        {
            return new JsonObject { ["error"] = new JsonObject { ["message"] = e.Message } };
        }
    }

    /// <summary>A wait ends with the next request, whose answer may have moved the clock as well.</summary>
    private static double TookSince(JsonObject input, int waits) =>
        input["answers"]!.AsArray().ElementAtOrDefault(waits + 2)?["tookMs"]?.GetValue<double>() ?? 0;

    private static double Now(ManualTimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static JsonObject Describe(JsonObject input, SignedIn signedIn)
    {
        string profileId = input["options"]?["profileId"]?.GetValue<string>().Trim() is { Length: > 0 } named ? named : signedIn.ProfileId;
        JsonObject outcome = new() { ["profiles"] = new JsonObject { [profileId] = signedIn.Entry.DeepClone() } };
        if (input.Text("flow") == Copilot)
        {
            MoltbotConfiguration configuration = new(input["files"]?[ConfigPath]?["json"]?.DeepClone().AsObject() ?? []);
            outcome["config"] = configuration.Json.With(SignInConfigurationChanges.Enter(configuration, signedIn, profileId));
        }
        else
        {
            outcome["configPatch"] = new JsonObject().With(SignInConfigurationChanges.Prepare(MoltbotConfiguration.Empty, signedIn));
            outcome["defaultModel"] = signedIn.Provider.Configuration.Model;
        }

        return outcome;
    }
}

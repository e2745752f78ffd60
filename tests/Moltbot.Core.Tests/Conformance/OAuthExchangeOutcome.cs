using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.OAuth;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>What comes of a whole sign-in with a browser, in the shape in which it was recorded.</summary>
internal static class OAuthExchangeOutcome
{
    private static readonly string[] WizardFlows = ["openai-codex", "chutes"];

    /// <summary>Signs in.</summary>
    public static async Task<JsonObject> OfAsync(JsonObject input)
    {
        using TemporaryHome home = new();
        RecordedFiles.LayOut(input, home);
        ManualTimeProvider clock = ManualTimeProvider.AtUnixMilliseconds(input.Now());
        using ScriptedNetwork network = new(input["answers"]!.AsArray(), clock);
        using HttpMessageInvoker http = new(network, disposeHandler: false);
        ScriptedPerson person = new(input["typed"] as JsonArray, input.Text("browser") == "fails");
        ScriptedBrowser browser = new(input["callbacks"] as JsonArray, input.Text("bind"));
        ProcessEnvironment environment = ClientSecrets.In(input.Environment(home) with { Platform = OperatingSystemKind.Linux });
        BrowserSignIn signIn = new(SignInProvider.Find(ProviderId.Parse(input.Text("flow")))!, new SignInSurroundings(new OAuthMessages(http, environment, clock), environment, person, browser, clock)
        {
            Random = Randomness.Of(input),
        });

        double started = input.Now();
        JsonObject outcome = await RunAsync(input, signIn, clock);
        double waited = clock.GetUtcNow().ToUnixTimeMilliseconds() - started - TookOf(input, network);
        if (person.Pages is [SignInPage page, ..])
            outcome["authorizeUrl"] = page.Address.AbsoluteUri;
        outcome["opened"] = person.Opened.Count > 0;
        if (browser.Port is { } port)
            outcome["listener"] = new JsonObject { ["host"] = "127.0.0.1", ["port"] = port };
        if (browser.Replies.Count > 0)
            outcome["replies"] = browser.Replies;
        if (person.Prompts.Count > 0)
            outcome["prompts"] = person.Prompts;
        if (waited > 0)
            outcome["waitedMs"] = waited;

        outcome["requests"] = network.Requests;
        return outcome;
    }

    private static async Task<JsonObject> RunAsync(JsonObject input, BrowserSignIn signIn, ManualTimeProvider clock)
    {
        try
        {
            Task<SignedIn> running = signIn.RunAsync(TestContext.Current.CancellationToken);
            while (!running.IsCompleted && clock.AdvanceToNextTimer())
            {
                // What waits for the clock goes on at once.
            }

            return Describe(input, await running.WaitAsync(TimeSpan.FromSeconds(10)));
        }
        catch (MoltbotException e)
        {
            return new JsonObject { ["error"] = new JsonObject { ["message"] = e.Message } };
        }
    }

    private static JsonObject Describe(JsonObject input, SignedIn signedIn)
    {
        JsonObject outcome = new() { ["profiles"] = new JsonObject { [signedIn.ProfileId] = signedIn.Entry.DeepClone() } };
        string flow = input.Text("flow")!;
        string? model = signedIn.Provider.Configuration.Model;
        if (WizardFlows.Contains(flow))
        {
            MoltbotConfiguration configuration = input.Configuration();
            JsonObject changed = configuration.Json.With(SignInConfigurationChanges.Enter(configuration, signedIn, signedIn.ProfileId));
            bool setsDefault = input["setDefaultModel"]?.GetValue<bool>() == true;
            outcome["config"] = setsDefault ? changed.With(SignInConfigurationChanges.MakeDefault(new MoltbotConfiguration(changed), signedIn.Provider)) : changed;
            if (!setsDefault && model is not null)
                outcome["agentModelOverride"] = model;
        }
        else if (flow != "anthropic")
        {
            outcome["configPatch"] = new JsonObject().With(SignInConfigurationChanges.Prepare(MoltbotConfiguration.Empty, signedIn));
            outcome["defaultModel"] = model;
        }

        return outcome;
    }

    private static double TookOf(JsonObject input, ScriptedNetwork network) =>
        input["answers"]!.AsArray().Take(network.Requests.Count).Sum(answer => answer!["tookMs"]?.GetValue<double>() ?? 0);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Importing;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.OAuth;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Connecting;

/// <summary>A sign-in that was made and is not stored yet.</summary>
/// <param name="Agent">The agent that gets it.</param>
/// <param name="ProfileId">The id that it is stored under.</param>
/// <param name="SignedIn">What the sign-in gave.</param>
/// <param name="Options">What else was wanted of it.</param>
internal sealed record PendingSignIn(AgentId Agent, string ProfileId, SignedIn SignedIn, AccountOptions Options)
{
    /// <summary>Reads one; <see langword="null"/> when it is none, or of a provider that is not known.</summary>
    public static PendingSignIn? Read(JsonElement json)
    {
        if (json.Member("agent").AsText() is not { } agent
            || json.Member("profileId").AsText() is not { Length: > 0 } profileId
            || SignInProvider.Find(ProviderId.Parse(json.Member("provider").AsText())) is not { } provider
            || JsonText.ToNode(json.Member("entry")) is not JsonObject entry)
        {
            return null;
        }

        return new PendingSignIn(
            AgentId.Parse(agent),
            profileId,
            new SignedIn(provider, Name: null, entry) { Endpoint = json.Member("endpoint").AsText() },
            new AccountOptions
            {
                SetDefaultModel = json.Member("setDefaultModel").IsTruthy(),
                Import = new ImportOptions { Force = json.Member("force").IsTruthy(), NoConfig = json.Member("noConfig").IsTruthy() },
            });
    }

    /// <summary>It as it is kept. It holds secrets.</summary>
    public JsonObject ToJson() => new()
    {
        ["version"] = 1,
        ["agent"] = Agent.Value,
        ["profileId"] = ProfileId,
        ["provider"] = SignedIn.Provider.Provider.Value,
        ["entry"] = SignedIn.Entry.DeepClone(),
        ["endpoint"] = SignedIn.Endpoint,
        ["setDefaultModel"] = Options.SetDefaultModel,
        ["force"] = Options.Import.Force,
        ["noConfig"] = Options.Import.NoConfig,
    };
}

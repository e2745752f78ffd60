using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;

namespace Moltbot.Core.OAuth;

/// <summary>Finds the project of a Google account that its use is charged to, or has one made (docs/gateway/oauth.md §6 and §7).</summary>
/// <param name="provider">The provider.</param>
/// <param name="search">Where it is asked for.</param>
/// <param name="surroundings">What it works with.</param>
/// <param name="accessToken">The token of the account.</param>
internal sealed class ProjectDiscovery(SignInProvider provider, ProjectSearch search, SignInSurroundings surroundings, string accessToken)
{
    private const string FreeTier = "free-tier";
    private const string LegacyTier = "legacy-tier";
    private const int MostPolls = 24;
    private const int LargestId = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, string?> values = new(StringComparer.Ordinal)
    {
        ["access_token"] = accessToken,
        ["client-metadata"] = search.SendsMetadata ? JsonText.WriteCompact(Metadata(project: null)) : null,
    };

    /// <summary>The project that the environment names, or <see langword="null"/>.</summary>
    private string? Named => surroundings.Environment.GetFirstNonBlank("GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_PROJECT_ID");

    /// <summary>The id of the project.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ProjectMissing"/>, or Google's refusal.</exception>
    public async Task<string> FindAsync(CancellationToken cancellation) =>
        search.Default is { } usual ? await FindOrAsync(usual, cancellation) : await FindOrMakeAsync(cancellation);

    /// <summary>Whoever answers with a project first; where nobody does, all accounts share one.</summary>
    private async Task<string> FindOrAsync(string usual, CancellationToken cancellation)
    {
        foreach (string host in search.Hosts)
        {
            OAuthAnswer answer = await PostAsync($"{host}/v1internal:loadCodeAssist", new JsonObject { ["metadata"] = Metadata(project: null) }, cancellation);
            if (answer.IsSuccess && ProjectIn(answer.Json) is { } project)
                return project;
        }

        return usual;
    }

    private async Task<string> FindOrMakeAsync(CancellationToken cancellation)
    {
        string host = search.Hosts[0];
        JsonObject question = [];
        AddNamed(question, "cloudaicompanionProject");
        question["metadata"] = Metadata(Named);
        OAuthAnswer answer = await PostAsync($"{host}/v1internal:loadCodeAssist", question, cancellation);
        if (!answer.IsSuccess)
            return IsShieldedByPolicy(answer) ? Named ?? throw NameProject() : throw Refused("loadCodeAssist", answer);
        if (answer.Json.Member("currentTier").IsTruthy())
            return ProjectIn(answer.Json) ?? Named ?? throw NameProject();

        string tier = TierIn(answer.Json);
        if (tier != FreeTier && Named is null)
            throw NameProject();

        return await MakeAsync(host, tier, cancellation);
    }

    private async Task<string> MakeAsync(string host, string tier, CancellationToken cancellation)
    {
        bool isFree = tier == FreeTier;
        JsonObject order = new() { ["tierId"] = tier, ["metadata"] = Metadata(isFree ? null : Named) };
        if (!isFree)
            AddNamed(order, "cloudaicompanionProject");

        OAuthAnswer made = await PostAsync($"{host}/v1internal:onboardUser", order, cancellation);
        if (!made.IsSuccess)
            throw Refused("onboardUser", made);

        JsonElement done = IsUnderWay(made.Json, out string operation) ? await PollAsync($"{host}/v1internal/{operation}", cancellation) : made.Json;
        return done.Member("response").Member("cloudaicompanionProject").Member("id").AsText() is { Length: > 0 } id
            ? id
            : Named ?? throw new SignInFailure(ErrorCode.ProjectMissing, "Could not discover or provision a Google Cloud project", SignInAdvice.NameProject).ToException(provider.Provider.Value);
    }

    private static bool IsUnderWay(JsonElement answer, out string operation)
    {
        operation = answer.Member("name").AsText() ?? "";
        return !answer.Member("done").IsTruthy() && operation.Length is > 0 and <= LargestId;
    }

    private async Task<JsonElement> PollAsync(string address, CancellationToken cancellation)
    {
        for (int poll = 0; poll < MostPolls; poll++)
        {
            await Task.Delay(Pause, surroundings.Clock, cancellation);
            OAuthRequest question = RequestTo(address) with { Encoding = OAuthEncoding.Nothing };
            OAuthAnswer answer = await surroundings.Messages.SendAsync(provider.Provider, question, values, cancellation);
            if (answer.IsSuccess && answer.Json.Member("done").IsTruthy())
                return answer.Json;
        }

        throw new SignInFailure(ErrorCode.SignInTimedOut, "Google does not get done with making a project", SignInAdvice.StartAgain).ToException(provider.Provider.Value);
    }

    private Task<OAuthAnswer> PostAsync(string address, JsonObject body, CancellationToken cancellation) =>
        surroundings.Messages.SendAsync(provider.Provider, RequestTo(address), body, values, cancellation);

    private static OAuthRequest RequestTo(string address) => new(address) { Encoding = OAuthEncoding.Json, Bearer = "access_token", Headers = ["client-metadata?"] };

    /// <summary>What asks. The project counts where one is named.</summary>
    private static JsonObject Metadata(string? project)
    {
        JsonObject metadata = new() { ["ideType"] = "IDE_UNSPECIFIED", ["platform"] = "PLATFORM_UNSPECIFIED", ["pluginType"] = "GEMINI" };
        if (project is not null)
            metadata["duetProject"] = project;

        return metadata;
    }

    private void AddNamed(JsonObject body, string name)
    {
        if (Named is { } project)
            body[name] = project;
    }

    /// <summary>The project is named by a text, or by an object with an id.</summary>
    private static string? ProjectIn(JsonElement answer)
    {
        JsonElement project = answer.Member("cloudaicompanionProject");
        return (project.AsText() ?? project.Member("id").AsText()) is { Length: > 0 } id ? id : null;
    }

    private static string TierIn(JsonElement answer)
    {
        JsonElement tiers = answer.Member("allowedTiers");
        JsonElement usual = tiers.ValueKind == JsonValueKind.Array ? tiers.EnumerateArray().FirstOrDefault(tier => tier.Member("isDefault").IsTruthy()) : default;
        return usual.ValueKind == JsonValueKind.Undefined ? LegacyTier : usual.Member("id").AsText() is { Length: > 0 } id ? id : FreeTier;
    }

    /// <summary>Google lets nobody look at such an account, which belongs to an organisation that has a project.</summary>
    private static bool IsShieldedByPolicy(OAuthAnswer answer) =>
        answer.Json.Member("error").Member("details") is { ValueKind: JsonValueKind.Array } details
        && details.EnumerateArray().Any(detail => detail.Member("reason").AsText() == "SECURITY_POLICY_VIOLATED");

    private MoltbotException NameProject() => new SignInFailure(
        ErrorCode.ProjectMissing,
        "This account requires GOOGLE_CLOUD_PROJECT or GOOGLE_CLOUD_PROJECT_ID to be set",
        SignInAdvice.NameProject).ToException(provider.Provider.Value);

    private MoltbotException Refused(string what, OAuthAnswer answer) => answer.Unreachable is { } unreachable
        ? unreachable.ToException(provider.Provider.Value, $"{what} failed: ")
        : Refusal.Of(provider, answer, string.Create(CultureInfo.InvariantCulture, $"{what} failed: {answer.Status} {answer.Words}")).ToException(provider.Provider.Value);
}

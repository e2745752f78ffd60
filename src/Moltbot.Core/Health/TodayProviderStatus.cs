using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Health;

/// <summary>A row of a gateway's status: where the credential of a provider comes from, under one of its names.</summary>
internal sealed class TodayProviderStatus
{
    private readonly AuthProfileStore view;
    private readonly AgentContext context;
    private readonly IReadOnlyList<AuthProfile> profiles;
    private readonly EnvironmentKey? key;

    public TodayProviderStatus(string name, AuthProfileStore view, AgentContext context)
    {
        Name = name;
        this.view = view;
        this.context = context;
        profiles = view.ProfilesOf(name == "claude-cli" ? ProviderId.Default : ProviderId.ParseToday(name));
        key = EnvironmentKeys.FindAllOfToday(name, context.Environment).FirstOrDefault();
    }

    public string Name { get; }

    /// <summary>How many of its credentials can expire.</summary>
    public int SignInCount => profiles.Count(profile => profile.Kind != AuthProfileKind.ApiKey) + (key is { IsOAuthToken: true } ? 1 : 0);

    private string? Value => key is null ? null : key.IsOAuthToken ? ProviderStatus.OAuthInEnvironment : key.ShownValue;

    /// <summary>Where the profiles are: those of the agent itself count where it has some.</summary>
    private string Detail => UserPath.Shorten(profiles[0].StoredIn ?? context.StorePath, context.Environment);

    /// <summary>The gateway's members in its order.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new()
        {
            ["provider"] = Name,
            ["effective"] = profiles.Count > 0
                ? new JsonObject { ["kind"] = "profiles", ["detail"] = Detail }
                : new JsonObject { ["kind"] = "env", ["detail"] = Value },
            ["profiles"] = new JsonObject
            {
                ["count"] = profiles.Count,
                ["oauth"] = Count(AuthProfileKind.OAuth),
                ["token"] = Count(AuthProfileKind.Token),
                ["apiKey"] = Count(AuthProfileKind.ApiKey),
                ["labels"] = JsonList.Of(profiles, profile => LabelOf(profile)),
            },
        };
        if (key is not null)
            json["env"] = new JsonObject { ["value"] = Value, ["source"] = key.Source };

        return json;
    }

    /// <summary>The same as a line for people.</summary>
    public string ToLine()
    {
        List<string> facts = [profiles.Count > 0 ? $"effective=profiles:{Detail}" : $"effective=env:{Value}"];
        if (profiles.Count > 0)
        {
            facts.Add(string.Create(PlainNumbers.Format, $"profiles={profiles.Count} ({Count(AuthProfileKind.OAuth)} oauth, {Count(AuthProfileKind.Token)} token, {Count(AuthProfileKind.ApiKey)} api-key)"));
            facts.Add(string.Join(", ", profiles.Select(LabelOf)));
        }

        if (key is not null)
            facts.AddRange([$"env={Value}", $"source={key.Source}"]);

        return $"- {Name} {string.Join(" | ", facts)}";
    }

    private int Count(AuthProfileKind kind) => profiles.Count(profile => profile.Kind == kind);

    private string LabelOf(AuthProfile profile)
    {
        ProfileUsage usage = view.Usage(profile.Id);
        string suffix = !usage.IsUnusableAt(context.Now) ? "" :
            $" [{(usage.IsDisabledAt(context.Now) ? $"disabled{(usage.DisabledReason is { } reason ? $":{reason}" : "")}" : "cooldown")} {DurationText.Remaining(usage.UnusableUntil - context.Now)}]";
        string value = profile.Kind switch
        {
            AuthProfileKind.OAuth => (profile.Email ?? profile.DisplayName) is { } name ? $"OAuth ({name})" : "OAuth",
            AuthProfileKind.Token => $"token:{ValueOf(profile, profile.Token)}",
            _ => ValueOf(profile, profile.Key),
        };
        return $"{profile.Id}={value}{suffix}";
    }

    private static string ValueOf(AuthProfile profile, Secret secret) => profile.StoredReference ?? (secret.IsBlank ? "missing" : secret.Mask());
}

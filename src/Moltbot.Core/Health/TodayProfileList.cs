using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Health;

/// <summary>The profiles of an agent as the command line of a gateway of today lists them (docs/gateway/later.md §4).</summary>
public sealed class TodayProfileList
{
    /// <summary>The last moment that has a name.</summary>
    private const double LatestTime = 8_640_000_000_000_000;

    private readonly AgentContext context;
    private readonly string? provider;
    private readonly AuthProfileStore view;
    private readonly AuthProfile[] profiles;

    internal TodayProfileList(AgentContext context, ProviderId? provider)
    {
        this.context = context;
        this.provider = provider is null ? null : ProviderId.ParseToday(provider.Value).Value;
        view = context.View;
        profiles = [.. view.Profiles
            .Where(profile => this.provider is null || profile.Provider.Value == this.provider)
            .InLinguisticOrder(profile => profile.Id)
            .InLinguisticOrder(profile => profile.ProviderName)];
    }

    /// <summary>What a person should know besides.</summary>
    public IEnumerable<string> Warnings => context.Reading.Warnings.Select(warning => warning.MessageIn(context.Environment.FrontEnd));

    /// <summary>The list as JSON: the gateway's members in its order.</summary>
    public JsonObject ToJson() => new()
    {
        ["agentId"] = context.Id.Value,
        ["agentDir"] = Shorten(context.Directory),
        ["authStatePath"] = Shorten(context.StorePath),
        ["provider"] = provider,
        ["profiles"] = JsonList.Of(profiles, profile => ToJson(profile)),
    };

    /// <summary>The list as text, without the end of its last line.</summary>
    public string ToText()
    {
        List<string> lines = [$"Agent: {context.Id}", $"Auth state store: {Shorten(context.StorePath)}"];
        if (provider is not null)
            lines.Add($"Provider: {provider}");

        lines.Add(profiles.Length == 0 ? "Profiles: (none)" : "Profiles:");
        lines.AddRange(profiles.Select(ToLine));
        return string.Join('\n', lines);
    }

    private JsonObject ToJson(AuthProfile profile)
    {
        ProfileUsage usage = view.Usage(profile.Id);
        JsonObject json = new()
        {
            ["id"] = profile.Id,
            ["provider"] = profile.ProviderName,
            ["type"] = profile.Kind.ToStoredName(),
            ["label"] = RecoveryHint.LabelOf(profile),
        };
        Add(json, "email", profile.Email);
        Add(json, "displayName", profile.DisplayName);
        Add(json, "expiresAt", Expiry(profile));
        Add(json, "cooldownUntil", Time(usage.CooldownUntil));
        Add(json, "cooldownReason", usage.CooldownUntil is null ? null : usage.CooldownReason);
        Add(json, "disabledUntil", Time(usage.DisabledUntil));
        Add(json, "disabledReason", usage.DisabledUntil is null ? null : usage.DisabledReason);
        Add(json, "recoveryHint", Hint(profile, usage));
        return json;
    }

    private string ToLine(AuthProfile profile)
    {
        ProfileUsage usage = view.Usage(profile.Id);
        string?[] facts =
        [
            $"{profile.ProviderName}/{profile.Kind.ToStoredName()}",
            Expiry(profile) is { } expiry ? $"expires {expiry}" : null,
            Time(usage.CooldownUntil) is { } cooldown ? $"cooldown{Reason(usage.CooldownReason)} until {cooldown}" : null,
            Time(usage.DisabledUntil) is { } disabled ? $"disabled{Reason(usage.DisabledReason)} until {disabled}" : null,
        ];
        string hint = Hint(profile, usage) is { } text ? $" — {text}" : "";
        return $"- {RecoveryHint.LabelOf(profile)} [{string.Join("; ", facts.OfType<string>())}]{hint}";
    }

    private static string? Hint(AuthProfile profile, ProfileUsage usage) => Time(usage.DisabledUntil) is null && Time(usage.CooldownUntil) is null
        ? null
        : Time(usage.DisabledUntil) is null ? RecoveryHint.OfCooldown(profile, usage.CooldownReason) : RecoveryHint.OfDisabled(profile, usage.DisabledReason);

    private static string Reason(string? reason) => reason is null ? "" : $":{reason}";

    private static string? Expiry(AuthProfile profile) => profile.Kind == AuthProfileKind.ApiKey || profile.Expires is not { } expires || expires > LatestTime ? null : Text(expires);

    private static string? Time(double? time) => time is { } value && double.IsFinite(value) && value is > 0 and <= LatestTime ? Text(value) : null;

    private static string Text(double time) => UnixTime.ToDateTime(time) is { } moment ? UnixTime.ToText(moment) : UnixTime.ToReadable(time);

    private static void Add(JsonObject json, string name, string? value)
    {
        if (value is not null)
            json[name] = value;
    }

    private string Shorten(string path) => UserPath.Shorten(path, context.Environment);
}

namespace Moltbot.Core.Monitoring;

/// <summary>What a kind of channel is called in the settings, and what it needs.</summary>
internal static class ChannelRules
{
    private static readonly (ChannelKind Kind, string Name, ChannelField[] Fields)[] Known =
    [
        (ChannelKind.Ntfy, "ntfy", [new("topic", IsRequired: true), new("server"), new("token", IsSecret: true)]),
        (ChannelKind.Webhook, "webhook", [new("url", IsRequired: true), new("token", IsSecret: true), new("template", IsTemplate: true)]),
        (ChannelKind.Slack, "slack", [new("url", IsRequired: true, IsSecret: true)]),
        (ChannelKind.Teams, "teams", [new("url", IsRequired: true, IsSecret: true)]),
        (ChannelKind.Discord, "discord", [new("url", IsRequired: true, IsSecret: true)]),
        (ChannelKind.PagerDuty, "pagerduty", [new("routingKey", IsRequired: true, IsSecret: true), new("url")]),
        (ChannelKind.Email, "email", [new("host", IsRequired: true), new("port"), new("tls"), new("user"), new("password", IsSecret: true), new("from", IsRequired: true), new("to", IsRequired: true, IsList: true)]),
        (ChannelKind.Command, "command", [new("program", IsRequired: true), new("arguments", IsList: true)]),
        (ChannelKind.Journald, "journald", [new("socket")]),
        (ChannelKind.Syslog, "syslog", [new("socket")]),
        (ChannelKind.EventLog, "eventlog", []),
    ];

    /// <summary>The names of all kinds.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(known => known.Name)];

    /// <summary>The name of a kind.</summary>
    public static string ToName(this ChannelKind kind) => Array.Find(Known, known => known.Kind == kind).Name;

    /// <summary>The kind of a name, or <see langword="null"/>.</summary>
    public static ChannelKind? Parse(string? name) => Array.FindIndex(Known, known => known.Name == name) is >= 0 and var index ? Known[index].Kind : null;

    /// <summary>What a kind of channel is made of.</summary>
    public static IReadOnlyList<ChannelField> FieldsOf(ChannelKind kind) => Array.Find(Known, known => known.Kind == kind).Fields;
}

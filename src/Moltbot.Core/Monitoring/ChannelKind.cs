namespace Moltbot.Core.Monitoring;

/// <summary>By what somebody is told.</summary>
internal enum ChannelKind
{
    /// <summary>A topic of ntfy.</summary>
    Ntfy,

    /// <summary>An address that takes our JSON, or what a template makes of it.</summary>
    Webhook,

    /// <summary>An incoming webhook of Slack.</summary>
    Slack,

    /// <summary>A workflow of Teams.</summary>
    Teams,

    /// <summary>A webhook of Discord.</summary>
    Discord,

    /// <summary>PagerDuty's events, version 2.</summary>
    PagerDuty,

    /// <summary>Mail.</summary>
    Email,

    /// <summary>A program that reads the event from standard input.</summary>
    Command,

    /// <summary>The journal of systemd.</summary>
    Journald,

    /// <summary>The system's log.</summary>
    Syslog,

    /// <summary>The event log of Windows.</summary>
    EventLog,
}

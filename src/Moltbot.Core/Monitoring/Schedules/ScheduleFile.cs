namespace Moltbot.Core.Monitoring.Schedules;

/// <summary>A file that a scheduler reads.</summary>
/// <param name="Path">Where it belongs.</param>
/// <param name="Text">What it says.</param>
internal sealed record ScheduleFile(string Path, string Text);

namespace Moltbot.Core.Monitoring;

/// <summary>What something is about, as it is remembered between two passes.</summary>
/// <param name="Aspect">The side of it.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Subject">The profile, the provider, or the file.</param>
internal sealed record MonitorKey(MonitorAspect Aspect, string Agent, string Subject)
{
    private const char Separator = '|';

    /// <summary>The key as it is written.</summary>
    public override string ToString() => $"{Aspect}{Separator}{Agent}{Separator}{Subject}";

    /// <summary>Reads a key; <see langword="null"/> when it is none.</summary>
    public static MonitorKey? Parse(string text) =>
        text.Split(Separator, 3) is [var aspect, var agent, var subject] && Enum.TryParse(aspect, out MonitorAspect known) && Enum.IsDefined(known)
            ? new MonitorKey(known, agent, subject)
            : null;
}

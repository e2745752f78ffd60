using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Moltbot.PowerShell;

/// <summary>
/// The installation and the agent that the cmdlets of a session mean where neither a parameter nor a piped object names one.
/// It ends with the session.
/// </summary>
/// <param name="StateDirectory">The absolute path of the installation's state directory.</param>
/// <param name="Agent">The id of the agent, or <see langword="null"/> for the one that each cmdlet means by itself.</param>
public sealed record MoltbotContext(string StateDirectory, string? Agent)
{
    private static readonly ConditionalWeakTable<Runspace, MoltbotContext> Sessions = [];

    /// <summary>That of the session on whose thread this runs, or <see langword="null"/>.</summary>
    internal static MoltbotContext? Current
    {
        get => Runspace.DefaultRunspace is { } session && Sessions.TryGetValue(session, out MoltbotContext? context) ? context : null;
        set
        {
            if (value is null)
                Sessions.Remove(Runspace.DefaultRunspace);
            else
                Sessions.AddOrUpdate(Runspace.DefaultRunspace, value);
        }
    }

    /// <summary>What a person reads of it.</summary>
    internal string Description => Agent is null ? $"state directory {StateDirectory}" : $"state directory {StateDirectory}, agent {Agent}";
}

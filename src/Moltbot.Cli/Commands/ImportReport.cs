using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Failures;
using Moltbot.Core.Importing;
using Moltbot.Core.Profiles;

namespace Moltbot.Cli.Commands;

/// <summary>Says what an import has written, as the gateway's command line does, and what still stands in the way.</summary>
internal static class ImportReport
{
    public static void Write(Session session, ImportedProfile imported)
    {
        session.Output.WriteLine($"Updated {session.Shorten(imported.ConfigPath ?? imported.Path)}");
        session.Output.WriteLine($"Auth profile: {imported.ProfileId} ({imported.Provider}/{imported.Kind.ToStoredName()})");
        session.Warn(imported.Notes.Select(note => note.Message));
    }

    public static void Write(Session session, ImportedCredential imported)
    {
        if (imported.Profile is { } profile)
            Write(session, profile);
        if (imported.Variable is { } variable)
            Write(session, variable);
        if (imported.PrecedingWarning is { } front)
            session.Warn([front]);
        if (imported.DefaultModel is { } model)
            session.Output.WriteLine($"Default model: {model}");
    }

    public static void Write(Session session, EnvironmentFileVariable variable)
    {
        session.Output.WriteLine($"Updated {session.Shorten(variable.Path)}");
        session.Output.WriteLine($"Variable: {variable.Name}");
        if (variable.Winner is { } winner)
            session.Warn([$"{variable.Name} is not in force here: {session.Shorten(winner)} wins."]);
    }
}

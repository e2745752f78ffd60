using Moltbot.Core.Importing;
using Moltbot.Core.Profiles;

namespace Moltbot.Cli.Commands;

/// <summary>Says what an import has written, as the gateway's command line does, and what still stands in the way.</summary>
internal static class ImportReport
{
    public static void Write(Session session, ImportedProfile imported)
    {
        session.Output.WriteLine($"Updated {session.Shorten(imported.ConfigPath ?? imported.StorePath)}");
        session.Output.WriteLine($"Auth profile: {imported.ProfileId} ({imported.Provider}/{imported.Kind.ToStoredName()})");
        session.Warn(imported.Notes.Select(note => note.Message));
    }
}

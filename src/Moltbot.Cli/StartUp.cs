using System.Runtime.CompilerServices;
using Moltbot.Core;
using Moltbot.Core.Importing;

namespace Moltbot.Cli;

/// <summary>What another processor can do ahead: the runtime loads and compiles code when it is first used, even if only in a rehearsal.</summary>
internal static class StartUp
{
    /// <summary>
    /// Reads a made-up store while the command line is still being read. The base library's JSON reader is compiled when
    /// it is first used, which takes a tenth of the whole time of a status.
    /// </summary>
    public static void PrepareInBackground() => RunInBackground(JsonText.Prepare);

    /// <summary>Rehearses an import while the files are still being read and the secret is awaited.</summary>
    public static void PrepareImportInBackground() => RunInBackground(ImportRehearsal.Run);

    /// <summary>A native executable is compiled already.</summary>
    private static void RunInBackground(ThreadStart prepare)
    {
        if (Environment.ProcessorCount > 1 && RuntimeFeature.IsDynamicCodeCompiled)
            new Thread(prepare) { IsBackground = true }.Start();
    }
}

using Moltbot.Core;

namespace Moltbot.Cli;

/// <summary>What can be done while the command line is still being read.</summary>
internal static class StartUp
{
    /// <summary>
    /// Reads a made-up store. The base library's JSON reader is compiled when it is first used, which takes a tenth of
    /// the whole time of a status; another processor can do that at once.
    /// </summary>
    public static void PrepareInBackground()
    {
        if (Environment.ProcessorCount > 1)
            new Thread(JsonText.Prepare) { IsBackground = true }.Start();
    }
}

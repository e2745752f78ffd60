using System.Text;

namespace Moltbot.Cli.Input;

/// <summary>The arguments as they were given, before they became text.</summary>
internal static class GivenArguments
{
    private const string OfThisProcess = "/proc/self/cmdline";
    private const char Replacement = '\uFFFD';

    /// <summary>Whether all of them are text. What is no UTF-8 comes with U+FFFD in it, and would name another file or profile.</summary>
    public static bool AreText(string[] args)
    {
        if (OperatingSystem.IsWindows() || !args.Any(argument => argument.Contains(Replacement, StringComparison.Ordinal)))
            return true;

        // The character itself may well be meant.
        try
        {
            _ = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(OfThisProcess));
            return true;
        }
        catch (Exception e) when (e is DecoderFallbackException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

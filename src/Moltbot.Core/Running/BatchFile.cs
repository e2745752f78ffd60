using System.Buffers;
using System.Text;
using Moltbot.Core.Errors;

namespace Moltbot.Core.Running;

/// <summary>
/// The command line of a script of <c>cmd.exe</c>. That reads it by rules of its own, so an argument which is quoted as for any
/// other program can end the command and begin another one, with our secrets in its environment (CVE-2024-24576,
/// CVE-2024-43402). Here nothing of an argument means anything to it, and what cannot be handed over so is refused.
/// </summary>
internal static class BatchFile
{
    /// <summary>Of a longer one <c>cmd.exe</c> reads a part.</summary>
    private const int LongestCommandLine = 8191;

    /// <summary>A per cent sign in front of an empty piece of a variable that is always there, so that it does not begin the name of another one.</summary>
    private const string Percent = "%%cd:~,%";

    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#$*+-./:?@\\_");

    /// <summary>Whether a file is such a script. Windows passes over dots and spaces at the end of a name.</summary>
    public static bool IsOne(string path)
    {
        ReadOnlySpan<char> name = path.AsSpan().TrimEnd(" .");
        return name.EndsWith(".bat", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".cmd", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What <c>cmd.exe</c> is given to run a script: its extensions on, so that the per cent signs are ours; no variables between exclamation marks; nothing of the registry run before.</summary>
    /// <param name="path">The absolute path of the script.</param>
    /// <param name="arguments">The arguments that it is to get.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: an argument cannot be handed over.</exception>
    public static string CommandLine(string path, IReadOnlyList<string> arguments)
    {
        string script = path.TrimEnd(' ', '.');
        if (script.AsSpan().IndexOfAny("\"\0\r\n") >= 0)
            throw Refusal(path, "its own path has a character that no file can have in its name");

        StringBuilder line = new("/e:ON /v:OFF /d /c \"\"");
        AppendWithoutVariables(line, script);
        line.Append('"');
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].AsSpan().IndexOfAny("\r\n\0") >= 0)
                throw Refusal(path, $"argument {(i + 1).ToString(Text.PlainNumbers.Format)} has a line break or a null character, at which cmd.exe stops reading");

            line.Append(' ');
            Append(line, arguments[i]);
        }

        line.Append('"');
        return line.Length <= LongestCommandLine - Environment.SystemDirectory.Length - "\\cmd.exe ".Length
            ? line.ToString()
            : throw Refusal(path, $"its arguments are too long: cmd.exe reads no more than {LongestCommandLine.ToString(Text.PlainNumbers.Format)} characters");
    }

    /// <summary>What ends with a backslash is quoted too, because scripts put quotes around it ("%~1"), of which the last would be escaped.</summary>
    private static void Append(StringBuilder line, string argument)
    {
        if (argument.Length > 0 && argument[^1] != '\\' && !argument.AsSpan().ContainsAnyExcept(Plain))
        {
            line.Append(argument);
            return;
        }

        line.Append('"');
        int backslashes = 0;
        foreach (char c in argument)
        {
            if (c == '"')
                line.Append('\\', backslashes).Append('"').Append('"');
            else if (c == '%')
                line.Append(Percent);
            else
                line.Append(c);

            backslashes = c == '\\' ? backslashes + 1 : 0;
        }

        line.Append('\\', backslashes).Append('"');
    }

    private static void AppendWithoutVariables(StringBuilder line, string text) => line.Append(text.Replace("%", Percent, StringComparison.Ordinal));

    private static MoltbotException Refusal(string path, string reason) => new(
        ErrorCode.InvalidArgument,
        $"{path} is a script of cmd.exe, and {reason}. Nothing was started. Run the program that the script starts, or hand over the text in a file or on standard input.")
    {
        Subject = path,
    };
}

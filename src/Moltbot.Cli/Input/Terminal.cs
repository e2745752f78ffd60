using System.Text;
using Moltbot.Cli.Rendering;
using Moltbot.Core.Errors;
using Moltbot.Core.Running;
using Moltbot.Core.Secrets;

namespace Moltbot.Cli.Input;

/// <summary>A person at a terminal. Questions go to standard error, so that standard output stays what the command says.</summary>
internal sealed class Terminal(TextWriter output)
{
    private const char EndOfInput = '\u0004';

    /// <summary>Whether a person can be asked.</summary>
    public static bool IsPresent => StandardInput.IsTerminal;

    /// <summary>Writes a line.</summary>
    public void WriteLine(string text) => output.WriteLine(text);

    /// <summary>Asks a question. One key is the answer; Enter is the one that does no harm.</summary>
    public bool Confirm(string question, bool isYesByDefault)
    {
        StopEcho();
        output.Write($"{question} [{(isYesByDefault ? "Y/n" : "y/N")}] ");
        while (true)
        {
            bool? answer = NextKey().Key switch
            {
                ConsoleKey.Y => true,
                ConsoleKey.Enter => isYesByDefault,
                ConsoleKey.N or ConsoleKey.Escape => false,
                _ => null,
            };
            if (answer is not { } given)
                continue;

            output.WriteLine(given ? "yes" : "no");
            return given;
        }
    }

    /// <summary>Reads a secret up to Enter and shows a star for each character.</summary>
    public Secret ReadSecret(string prompt) => new(ReadLine(prompt, isMasked: true));

    /// <summary>Reads a line.</summary>
    public string ReadText(string prompt) => ReadLine(prompt, isMasked: false);

    private string ReadLine(string prompt, bool isMasked)
    {
        StopEcho();
        output.Write($"{prompt}: ");
        StringBuilder typed = new();
        for (ConsoleKeyInfo key = NextKey(); !IsEnd(key); key = NextKey())
        {
            int before = typed.Length;
            Apply(key, typed);
            for (int i = typed.Length; i < before; i++)
                output.Write(VisibleWriter.AsItIs("\b \b"));

            if (typed.Length > before)
                output.Write(isMasked ? "*" : VisibleWriter.AsItIs(typed.ToString(before, typed.Length - before)));
        }

        output.WriteLine();
        return typed.ToString();
    }

    /// <summary>The runtime turns the terminal's own echo off with the first look at the keyboard, which has to come before the prompt invites to type.</summary>
    private static void StopEcho() => _ = Console.KeyAvailable;

    private static void Apply(ConsoleKeyInfo key, StringBuilder typed)
    {
        bool isControl = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        if (key.Key == ConsoleKey.Backspace && typed.Length > 0)
            typed.Length--;
        else if (isControl && key.Key == ConsoleKey.U)
            typed.Clear();
        else if (key.Key == ConsoleKey.Enter)
            typed.Append('\n');
        else if (!char.IsControl(key.KeyChar))
            typed.Append(key.KeyChar);
    }

    /// <summary>Enter ends the input, unless more is there already: then it is a line break in something that was pasted.</summary>
    private static bool IsEnd(ConsoleKeyInfo key) => key.Key == ConsoleKey.Enter && !Console.KeyAvailable;

    /// <exception cref="MoltbotException">There is no more input.</exception>
    private ConsoleKeyInfo NextKey()
    {
        ConsoleKeyInfo key = Console.ReadKey(intercept: true);
        if (key.KeyChar != EndOfInput && key != default)
            return key;

        output.WriteLine();
        throw new MoltbotException(ErrorCode.CredentialInvalid, "Nothing was entered, so nothing was changed.");
    }
}

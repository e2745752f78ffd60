using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Running;
using Moltbot.Core.Secrets;

namespace Moltbot.Cli.Input;

/// <summary>Where secrets come from: from a masked prompt on a terminal, from standard input otherwise, never from an argument.</summary>
internal static class SecretInput
{
    /// <summary>No credential is that long, so something else was piped in.</summary>
    private const int Longest = 64 * 1024;

    /// <summary>Reads a secret. A person is asked until it can be one.</summary>
    /// <param name="session">The run.</param>
    /// <param name="prompt">What to ask for.</param>
    /// <param name="check">Gives the secret as it is to be used, or says what is wrong with it.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.CredentialInvalid"/>: what standard input holds is none, or the terminal went away.</exception>
    public static Secret Read(Session session, string prompt, Func<Secret, Secret> check) =>
        session.Input is null && Terminal.IsPresent ? Ask(new Terminal(session.Errors), prompt, check) : check(ReadStandardInput(session.Input));

    /// <summary>All of standard input.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.CredentialInvalid"/>: it holds too much or no text, or cannot be read.</exception>
    public static Secret ReadStandardInput() => ReadStandardInput(given: null);

    private static Secret ReadStandardInput(Stream? given)
    {
        if (given is null && !StandardInput.IsInherited)
            return new Secret("");

        char[] buffer = new char[Longest + 1];
        int length = Read(given ?? Console.OpenStandardInput(), buffer);
        return length <= Longest ? new Secret(new string(buffer, 0, length)) : throw new MoltbotException(
            ErrorCode.CredentialInvalid,
            "Standard input holds far more than a secret. Pipe in the secret alone.");
    }

    private static int Read(Stream input, char[] buffer)
    {
        using StreamReader reader = new(input, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        try
        {
            return reader.ReadBlock(buffer);
        }
        catch (DecoderFallbackException e)
        {
            throw new MoltbotException(ErrorCode.CredentialInvalid, "Standard input is not UTF-8 text. Pipe in the secret alone, as text.", e);
        }
        catch (IOException e)
        {
            throw new MoltbotException(ErrorCode.CredentialInvalid, $"Standard input cannot be read: {e.Message.TrimEnd('.')}. Pipe in the secret alone, as text.", e);
        }
    }

    private static Secret Ask(Terminal terminal, string prompt, Func<Secret, Secret> check)
    {
        while (true)
        {
            Secret typed = terminal.ReadSecret(prompt);
            try
            {
                return check(typed);
            }
            catch (MoltbotException problem) when (problem.Code == ErrorCode.CredentialInvalid)
            {
                terminal.WriteLine(problem.Message);
            }
        }
    }
}

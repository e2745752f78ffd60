using Moltbot.Core.Errors;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Input;

/// <summary>Keeps secrets out of the arguments.</summary>
internal static class SecretArgument
{
    /// <summary>Refuses arguments of which one looks like a secret, without repeating it.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>.</exception>
    public static void Refuse(string[] args)
    {
        if (Array.Exists(args, SecretShape.IsLike))
            throw Refusal();
    }

    /// <summary>The error that says why.</summary>
    public static MoltbotException Refusal() => new(
        ErrorCode.InvalidArgument,
        "A secret must not be an argument: every user of this machine can see it in the list of processes, and the shell keeps it in its history. Type it at the prompt, or give it on standard input. If it was a real one, it is best replaced.");
}

using Moltbot.Core.Errors;
using Moltbot.Core.Secrets;

namespace Moltbot.PowerShell.Secrets;

/// <summary>The standard input of this process.</summary>
internal static class StandardInput
{
    /// <summary>No secret is that long, so something else was piped in.</summary>
    private const int Longest = 64 * 1024;

    /// <summary>All of it.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.CredentialInvalid"/>: a person types there, or there is nothing, or far too much.</exception>
    public static Secret Read()
    {
        if (!Console.IsInputRedirected)
            throw Invalid("Standard input is a terminal, which would show what is typed. Leave -FromStandardInput out to be asked with a masked prompt.");

        char[] buffer = new char[Longest + 1];
        return Console.In.ReadBlock(buffer) switch
        {
            0 => throw Invalid("Required: standard input holds nothing, or PowerShell has read it already. A script that `pwsh -File` or `pwsh -Command` runs gets it as $input: write `$input | ` in front instead of -FromStandardInput."),
            > Longest => throw Invalid("Standard input holds far more than a secret. Pipe in the secret alone."),
            int length => new Secret(new string(buffer, 0, length)),
        };
    }

    private static MoltbotException Invalid(string message) => new(ErrorCode.CredentialInvalid, message);
}

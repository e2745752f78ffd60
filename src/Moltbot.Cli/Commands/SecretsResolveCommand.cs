using System.CommandLine;
using Moltbot.Core.Errors;
using Moltbot.Core.Resolving;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot secrets resolve</c>: what a gateway starts to get the secrets in vaults.</summary>
internal static class SecretsResolveCommand
{
    private const int LongestRequest = 1024 * 1024;

    public static Command Create(Session session)
    {
        Command command = new("resolve", "Answer a gateway's request for secrets in vaults, from standard input to standard output.");
        command.SetAction(_ => Run(session));
        return command;
    }

    private static void Run(Session session)
    {
        SecretRequest request = SecretRequest.Parse(ReadRequest());
        session.Output.Exact.WriteLine(request.Answer(session.Open().OpenSecrets(vaults: null)).Reveal());
    }

    private static byte[] ReadRequest()
    {
        using Stream input = Console.OpenStandardInput();
        byte[] buffer = new byte[LongestRequest + 1];
        int length = input.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length <= LongestRequest
            ? buffer[..length]
            : throw new MoltbotException(ErrorCode.SecretReferenceInvalid, "Standard input holds more than a request for secrets.");
    }
}

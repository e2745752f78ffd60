using System.CommandLine;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot secrets</c>.</summary>
internal static class SecretsCommand
{
    public static Command Create(Session session) => new("secrets", "Secrets that are kept elsewhere, and those that are not.")
    {
        SecretsResolveCommand.Create(session),
        SecretsConfigureCommand.Create(session),
        SecretsAuditCommand.Create(session),
    };
}

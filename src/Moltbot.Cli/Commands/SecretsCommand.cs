using System.CommandLine;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot secrets</c>.</summary>
internal static class SecretsCommand
{
    public static Command Create(Session session, Subcommands subcommands) => subcommands.AddTo(
        new Command("secrets", "Secrets that are kept elsewhere, and those that are not."),
        ("resolve", () => SecretsResolveCommand.Create(session)),
        ("configure", () => SecretsConfigureCommand.Create(session)),
        ("audit", () => SecretsAuditCommand.Create(session)));
}

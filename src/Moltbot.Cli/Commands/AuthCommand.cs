using System.CommandLine;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth</c>.</summary>
internal static class AuthCommand
{
    public static Command Create(Session session, Subcommands subcommands) => subcommands.AddTo(
        new Command("auth", "The profiles that hold the credentials."),
        ("list", () => ProfileListCommand.Create(session)),
        ("candidates", () => CandidatesCommand.Create(session)),
        ("usage", () => UsageCommand.Create(session)),
        ("cooldown", () => CreateCooldown(session, subcommands)),
        ("setup-token", () => SetupTokenCommand.Create(session)),
        ("paste-token", () => PasteTokenCommand.Create(session)),
        ("paste-api-key", () => PasteApiKeyCommand.Create(session)),
        ("credential", () => CredentialCommand.Create(session)),
        ("logout", () => LogoutCommand.Create(session)),
        ("order", () => CreateOrder(session, subcommands)));

    private static Command CreateCooldown(Session session, Subcommands subcommands) => subcommands.AddTo(
        new Command("cooldown", "The rest of profiles after failures."),
        ("clear", () => CooldownClearCommand.Create(session)));

    private static Command CreateOrder(Session session, Subcommands subcommands) => subcommands.AddTo(
        new Command("order", "The order in which an agent tries a provider's profiles."),
        ("get", () => OrderGetCommand.Create(session)),
        ("set", () => OrderSetCommand.Create(session)),
        ("clear", () => OrderClearCommand.Create(session)));
}

using System.CommandLine;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth</c>.</summary>
internal static class AuthCommand
{
    public static Command Create(Session session) => new("auth", "The profiles that hold the credentials.")
    {
        ProfileListCommand.Create(session),
        CandidatesCommand.Create(session),
        UsageCommand.Create(session),
        CreateCooldown(session),
        LoginCommand.Create(session),
        SetupTokenCommand.Create(session),
        PasteTokenCommand.Create(session),
        PasteApiKeyCommand.Create(session),
        CredentialCommand.Create(session),
        RefreshCommand.Create(session),
        LogoutCommand.Create(session),
        CreateOrder(session),
        RotateCommand.Create(session),
    };

    private static Command CreateCooldown(Session session) => new("cooldown", "The cooldown of profiles after failures.")
    {
        CooldownClearCommand.Create(session),
    };

    private static Command CreateOrder(Session session) => new("order", "The order in which an agent tries a provider's profiles.")
    {
        OrderGetCommand.Create(session),
        OrderSetCommand.Create(session),
        OrderClearCommand.Create(session),
    };
}

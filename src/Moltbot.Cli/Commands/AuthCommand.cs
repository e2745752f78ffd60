using System.CommandLine;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth</c>.</summary>
internal static class AuthCommand
{
    public static Command Create(Session session)
    {
        Command order = new("order", "The order in which an agent tries a provider's profiles.")
        {
            OrderGetCommand.Create(session),
            OrderSetCommand.Create(session),
            OrderClearCommand.Create(session),
        };
        return new Command("auth", "The profiles that hold the credentials.")
        {
            ProfileListCommand.Create(session),
            SetupTokenCommand.Create(session),
            PasteTokenCommand.Create(session),
            PasteApiKeyCommand.Create(session),
            LogoutCommand.Create(session),
            CredentialCommand.Create(session),
            order,
        };
    }
}

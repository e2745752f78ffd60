using System.CommandLine;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Secrets;

namespace Moltbot.Cli.Input;

/// <summary>The password of a backup: from a person, from standard input, or a secret in a vault.</summary>
internal sealed class BackupPassword
{
    private readonly Option<string> vault = new("--vault") { Description = "The vault of SecretManagement that has the password.", HelpName = "name" };
    private readonly Option<string> secretName = new("--secret-name") { Description = "The name of the password in the vault.", HelpName = "name" };

    public void AddTo(Command command)
    {
        command.Add(vault);
        command.Add(secretName);
    }

    /// <summary>Where the password is kept; <see langword="null"/> when it is in no vault.</summary>
    public VaultSecret? PlaceOf(ParseResult parsed) => (parsed.GetValue(vault), parsed.GetValue(secretName)) switch
    {
        (null, null) => null,
        ({ } name, { } secret) => new VaultSecret(name, secret),
        _ => throw new MoltbotException(ErrorCode.InvalidArgument, "--vault and --secret-name belong together. Give both, or leave both out."),
    };

    /// <summary>A password for a new backup, which a person types twice.</summary>
    public static Secret New(Session session, MoltbotInstallation installation, VaultSecret? place)
    {
        if (place is not null)
            return InVault(installation, place);

        Secret first = SecretInput.Read(session, "Password of the backup", Check);
        if (session.Input is null && Terminal.IsPresent)
        {
            SecretInput.Read(session, "The same again", again => again == first
                ? again
                : throw new MoltbotException(ErrorCode.CredentialInvalid, "That is another one. Type the first one again, or end this with Ctrl+C."));
        }

        return first;
    }

    /// <summary>The password of a backup that is there.</summary>
    public static Secret Known(Session session, MoltbotInstallation installation, VaultSecret? place) =>
        place is null ? SecretInput.Read(session, "Password of the backup", WithoutEnd) : InVault(installation, place);

    private static Secret InVault(MoltbotInstallation installation, VaultSecret place) =>
        installation.OpenSecrets(vaults: null).Resolve([SecretReference.To(place)])[0].ValueOrThrow();

    private static Secret Check(Secret typed) => WithoutEnd(typed) is { IsBlank: false } password
        ? password
        : throw new MoltbotException(ErrorCode.CredentialInvalid, "The password is blank. Give one, at a terminal or on standard input.");

    /// <summary>What a program pipes in ends with a line break that is no part of it.</summary>
    private static Secret WithoutEnd(Secret typed) => new(typed.Reveal().TrimEnd('\r', '\n'));
}

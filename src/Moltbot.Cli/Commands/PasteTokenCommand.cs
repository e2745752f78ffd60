using System.CommandLine;
using Moltbot.Cli.Input;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth paste-token</c>.</summary>
internal static class PasteTokenCommand
{
    public static Command Create(Session session)
    {
        Option<string> provider = OrderOptions.Provider();
        Option<string> profileId = new("--profile-id") { Description = "The id of the profile (default: <provider>:manual).", HelpName = "id" };
        Option<string> expiresIn = new("--expires-in") { Description = "How long the token is valid: 365d, 12h, a number of days (default: it does not expire).", HelpName = "duration" };
        Option<bool> force = CommonOptions.Flag("--force", "Replace a profile of another kind.");
        ImportOptionSet common = new();
        SecretCommand command = new("paste-token", "Store a token, from a masked prompt or from standard input.") { provider, profileId, expiresIn, force };
        common.AddTo(command);
        command.SetAction(parsed => Run(session, common.AgentOf(session, parsed), new TokenImport
        {
            Provider = ProviderId.Parse(parsed.GetValue(provider)),
            ProfileId = parsed.GetValue(profileId),
            ExpiresIn = DurationOf(parsed.GetValue(expiresIn), "--expires-in"),
            Options = common.Read(parsed, parsed.GetValue(force)),
        }));
        return command;
    }

    public static void Run(Session session, Agent agent, TokenImport import)
    {
        import.Check();
        agent.Profiles.RequirePlace(import);
        Secret token = SecretInput.Read(session, $"Paste token for {import.Provider}", import.CheckToken);
        ImportReport.Write(session, Interruption.Guard(cancellation => agent.Profiles.ImportToken(import, token, cancellation)));
    }

    /// <summary>The duration that an option gives; a number alone is days. What stands there is not repeated: it may be a secret in the wrong place.</summary>
    public static TimeSpan? DurationOf(string? text, string option)
    {
        if (text is null)
            return null;

        return DurationText.Parse(text, defaultUnit: "d")
            ?? throw new MoltbotException(ErrorCode.InvalidArgument, $"The value of {option} is not a duration. Use a number with ms, s, m, h or d, for instance 365d.");
    }
}

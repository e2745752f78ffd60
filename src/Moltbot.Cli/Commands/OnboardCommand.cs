using System.CommandLine;
using System.Globalization;
using Moltbot.Cli.Input;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Secrets;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot onboard</c>: the credential that an installation starts with.</summary>
internal static class OnboardCommand
{
    public static Command Create(Session session)
    {
        Option<bool> nonInteractive = CommonOptions.Flag("--non-interactive", "Ask nothing.");
        Option<bool> acceptRisk = CommonOptions.Flag("--accept-risk", "Agree that agents act on their own; --non-interactive needs that.");
        Option<string> authChoice = new("--auth-choice") { Description = "What to sign in with: token, apiKey, openai-api-key, openrouter-api-key, …", HelpName = "choice" };
        Option<string> tokenProvider = new("--token-provider") { Description = "The provider of the key, for the choice apiKey (default: anthropic).", HelpName = "name" };
        Option<string> profileId = new("--token-profile-id") { Description = "The id of a token's profile (default: anthropic:default).", HelpName = "id" };
        Option<string> expiresIn = new("--token-expires-in") { Description = "How long a token is valid: 365d, 12h, a number of days.", HelpName = "duration" };
        Option<string> destination = PasteApiKeyCommand.Destination();
        Option<bool> stdin = CommonOptions.Flag("--stdin", "Read the token or key from standard input (default for keys: the provider's variable, then a stored profile).");
        Option<bool> force = CommonOptions.Flag("--force", "Replace a profile of another kind.");
        SecretCommand command = new("onboard", "Put in the first credential of an installation, and choose its model.") { nonInteractive, acceptRisk, authChoice, tokenProvider, profileId, expiresIn, destination, stdin, force };
        command.SetAction(parsed =>
        {
            bool isUnattended = parsed.GetValue(nonInteractive);
            RefuseIfNobodyAgrees(isUnattended, parsed.GetValue(acceptRisk));
            if (Choose(session, parsed.GetValue(authChoice), isUnattended, parsed.GetValue(tokenProvider)) is not { } choice)
                return;

            Onboarding onboarding = new(choice)
            {
                TokenProfileId = parsed.GetValue(profileId),
                TokenExpiresIn = PasteTokenCommand.DurationOf(parsed.GetValue(expiresIn), "--token-expires-in"),
                Destination = PasteApiKeyCommand.DestinationOf(parsed.GetValue(destination)),
                Options = new ImportOptions { Force = parsed.GetValue(force) },
            };
            Run(session, onboarding, SourceOf(isUnattended, parsed.GetValue(stdin)));
        });
        return command;
    }

    private static void Run(Session session, Onboarding onboarding, SecretSource source)
    {
        onboarding.Check();
        Agent agent = session.OpenUsable().MainAgent;
        onboarding.RequirePlace(agent);
        Secret? secret = source switch
        {
            SecretSource.Person => Ask(session, agent, onboarding),
            SecretSource.StandardInput => SecretInput.ReadStandardInput(),
            _ => null,
        };
        ImportReport.Write(session, Interruption.Guard(cancellation => onboarding.Import(agent, secret, cancellation)));
    }

    private static void RefuseIfNobodyAgrees(bool isUnattended, bool isRiskAccepted)
    {
        if (isUnattended)
            Onboarding.RequireAcceptedRisk(isRiskAccepted);
        else if (!Terminal.IsPresent)
            throw new MoltbotException(ErrorCode.InvalidArgument, "There is no terminal to ask at. Use --non-interactive --accept-risk --auth-choice <choice>.");
    }

    private static SecretSource SourceOf(bool isUnattended, bool readsStandardInput) =>
        readsStandardInput ? SecretSource.StandardInput :
        isUnattended ? SecretSource.Installation :
        SecretSource.Person;

    /// <summary>What is named, or what a person wants of all there is; <see langword="null"/> for nothing.</summary>
    private static AuthChoice? Choose(Session session, string? name, bool isUnattended, string? tokenProvider) => name switch
    {
        AuthChoice.Skip => null,
        null => isUnattended ? null : Offer(new Terminal(session.Errors)),
        _ => AuthChoice.Find(name, isUnattended, tokenProvider),
    };

    private static AuthChoice? Offer(Terminal terminal)
    {
        for (int i = 0; i < AuthChoice.All.Count; i++)
            terminal.WriteLine($"{i + 1,3}  {AuthChoice.All[i].Label}");

        terminal.WriteLine("  0  Skip for now");
        while (true)
        {
            string answer = terminal.ReadText("Number of the provider").Trim();
            if (int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= AuthChoice.All.Count)
                return number == 0 ? null : AuthChoice.All[number - 1];

            terminal.WriteLine("That is none of the numbers above.");
        }
    }

    /// <summary>The secret that a person gives; <see langword="null"/> for the key that is there.</summary>
    private static Secret? Ask(Session session, Agent agent, Onboarding onboarding)
    {
        ExistingKey? existing = onboarding.FindExisting(agent);
        if (existing is not null && new Terminal(session.Errors).Confirm($"Use the key of {existing.Source}?", isYesByDefault: true))
            return null;

        string prompt = onboarding.Choice.KeyProvider is { } provider ? $"Paste API key for {provider.Provider}" : "Paste the token that `claude setup-token` made";
        return SecretInput.Read(session, prompt, onboarding.CheckSecret);
    }
}

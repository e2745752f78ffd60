using System.CommandLine;
using System.Globalization;
using Moltbot.Cli.Input;
using Moltbot.Core;
using Moltbot.Core.Importing;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot onboard</c>: the credential that an installation starts with.</summary>
internal static class OnboardCommand
{
    private const string DefaultTokenProfile = "anthropic:default";

    public static Command Create(Session session)
    {
        FlagOption nonInteractive = new("--non-interactive") { Description = "Ask nothing." };
        FlagOption acceptRisk = new("--accept-risk") { Description = "Agree that agents act on their own; --non-interactive needs that." };
        Option<string> authChoice = new("--auth-choice") { Description = "What to sign in with: token, apiKey, openai-api-key, openrouter-api-key, …", HelpName = "choice" };
        Option<string> profileId = new("--token-profile-id") { Description = "The id of a token's profile (default: anthropic:default).", HelpName = "id" };
        Option<string> expiresIn = new("--token-expires-in") { Description = "How long a token is valid: 365d, 12h, a number of days.", HelpName = "duration" };
        FlagOption stdin = new("--stdin") { Description = "Read the token or key from standard input (default for keys: the provider's variable, then a stored profile)." };
        FlagOption force = new("--force") { Description = "Replace a profile of another kind." };
        SecretCommand command = new("onboard", "Put in the first credential of an installation, and choose its model.") { nonInteractive, acceptRisk, authChoice, profileId, expiresIn, stdin, force };
        command.SetAction(parsed => Run(session, parsed.GetValue(authChoice), new OnboardOptions(
            IsUnattended: parsed.Has(nonInteractive),
            IsRiskAccepted: parsed.Has(acceptRisk),
            ReadsStandardInput: parsed.Has(stdin),
            new TokenImport
            {
                IsSetupToken = true,
                ProfileId = parsed.GetValue(profileId) ?? DefaultTokenProfile,
                ExpiresIn = PasteTokenCommand.DurationOf(parsed.GetValue(expiresIn), "--token-expires-in"),
                Options = new ImportOptions { Force = parsed.Has(force) },
            })));
        return command;
    }

    private static int Run(Session session, string? choiceName, OnboardOptions options)
    {
        RefuseIfNobodyAgrees(options);
        AuthChoice? choice = choiceName switch
        {
            AuthChoice.Skip => null,
            null => options.IsUnattended ? null : Choose(session),
            _ => AuthChoice.Find(choiceName),
        };
        if (choice is null)
            return 0;

        Agent agent = AgentOf(session);
        return choice.KeyProvider is { } provider
            ? ImportKey(session, agent, options.KeyFor(provider), options.Source)
            : ImportToken(session, agent, options.Token, options.Source);
    }

    private static void RefuseIfNobodyAgrees(OnboardOptions options)
    {
        if (options.IsUnattended && !options.IsRiskAccepted)
            throw new MoltbotException(ErrorCode.InvalidArgument, "Agents act on their own, on this machine. Add --accept-risk to agree to that.");
        if (!options.IsUnattended && !Terminal.IsPresent)
            throw new MoltbotException(ErrorCode.InvalidArgument, "There is no terminal to ask at. Use --non-interactive --accept-risk --auth-choice <choice>.");
    }

    private static Agent AgentOf(Session session)
    {
        MoltbotInstallation installation = session.Open();
        installation.RequireUsableConfiguration();
        session.Warn(installation.Warnings);
        return installation.MainAgent;
    }

    /// <summary>Offers what there is; <see langword="null"/> when the person wants none of it.</summary>
    private static AuthChoice? Choose(Session session)
    {
        Terminal terminal = new(session.Errors);
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

    private static int ImportToken(Session session, Agent agent, TokenImport import, SecretSource source)
    {
        import.Check();
        Secret token = source switch
        {
            SecretSource.Person => SecretInput.Read(session, "Paste the token that `claude setup-token` made", import.CheckToken),
            SecretSource.StandardInput => import.CheckToken(SecretInput.ReadStandardInput()),
            _ => throw new MoltbotException(ErrorCode.CredentialInvalid, "Missing token. Give it on standard input, with --stdin."),
        };
        ImportReport.Write(session, Interruption.Guard(cancellation => agent.ImportToken(import, token, cancellation)));
        return 0;
    }

    private static int ImportKey(Session session, Agent agent, ApiKeyImport import, SecretSource source)
    {
        import.Check();
        ExistingKey? existing = source == SecretSource.StandardInput ? null : agent.FindApiKey(import.Provider);
        if (source == SecretSource.Person && existing is not null && !new Terminal(session.Errors).Confirm($"Use the key of {existing.Source}?", isYesByDefault: true))
            existing = null;

        Secret key = existing?.Value ?? source switch
        {
            SecretSource.Person => SecretInput.Read(session, $"Paste API key for {import.Provider}", import.CheckKey),
            SecretSource.StandardInput => import.CheckKey(SecretInput.ReadStandardInput()),
            _ => throw new MoltbotException(ErrorCode.CredentialNotFound, $"Missing API key of {import.Provider}. Give it on standard input, with --stdin, or set {string.Join(" or ", ProviderCatalog.EnvironmentVariables(import.Provider))}."),
        };
        ApiKeyImport complete = existing?.ProfileId is { } id ? import with { ProfileId = id, Destination = ApiKeyDestination.Profile } : import;
        ImportReport.Write(session, Interruption.Guard(cancellation => agent.ImportApiKey(complete, key, cancellation)));
        return 0;
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Resolving;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth credential</c>: which credential is in use?</summary>
internal static class CredentialCommand
{
    public static Command Create(Session session)
    {
        Option<string> provider = CommonOptions.Provider("The provider whose credential is meant.");
        Option<string> profileId = new("--profile-id") { Description = "The profile, in place of a provider.", HelpName = "id" };
        Option<string> agent = OrderOptions.Agent();
        Option<bool> json = CommonOptions.Json();
        Option<bool> asPlainText = CommonOptions.Flag("--as-plain-text", "Output the secret as it is; without --json nothing else.");
        Option<bool> noRefresh = RefreshCommand.NoRefresh();
        Command command = new("credential", "Show the credential that an agent uses now, with a masked value.") { provider, profileId, agent, json, asPlainText, noRefresh };
        command.SetAction((parsed, _) => RunAsync(
            session,
            OrderOptions.AgentOf(session, parsed.GetValue(agent)),
            parsed.GetValue(provider),
            parsed.GetValue(profileId),
            parsed.GetValue(json),
            parsed.GetValue(asPlainText),
            !parsed.GetValue(noRefresh)));
        return command;
    }

    private static async Task RunAsync(Session session, Agent agent, string? provider, string? profileId, bool asJson, bool asPlainText, bool mayRenew)
    {
        if ((provider is null) == (profileId is null))
            throw new MoltbotException(ErrorCode.InvalidArgument, "Name either a provider (--provider) or a profile (--profile-id).");

        AgentCredentials credentials = agent.OpenCredentials(session.Open().OpenSecrets(vaults: null));
        if (mayRenew)
            await RefreshCommand.RenewAsync(session, credentials, provider is null ? [] : [provider], profileId is null ? [] : [profileId]);

        CredentialInUse credential = provider is null ? credentials.OfProfile(profileId!) : credentials.OfProvider(provider);
        session.Warn(credential.PassedOver.Select(failure => failure.Message));
        string value = asPlainText && credential.Value is { } secret ? secret.Reveal() : credential.MaskedValue;
        if (asJson)
            JsonOutput.WritePlain(session, ToJson(credential, value));
        else if (asPlainText)
            session.Output.Exact.WriteLine(value);
        else
            Write(session, credential);
    }

    private static void Write(Session session, CredentialInUse credential)
    {
        session.Output.WriteLine($"Agent: {credential.Agent}");
        session.Output.WriteLine($"Provider: {credential.Provider}");
        session.Output.WriteLine($"Profile: {credential.ProfileId ?? "-"}");
        session.Output.WriteLine($"Mode: {credential.ModeName}");
        session.Output.WriteLine($"Source: {credential.Source}");
        session.Output.WriteLine($"Kept at: {session.Shorten(credential.Place)}");
        session.Output.WriteLine($"Expires: {credential.ExpiresAt?.ToString("u", System.Globalization.CultureInfo.InvariantCulture) ?? "-"}");
        session.Output.WriteLine($"Value: {credential.MaskedValue}");
    }

    private static JsonObject ToJson(CredentialInUse credential, string value) => new()
    {
        ["agentId"] = credential.Agent,
        ["provider"] = credential.Provider,
        ["profileId"] = credential.ProfileId,
        ["mode"] = credential.ModeName,
        ["source"] = credential.Source,
        ["place"] = credential.Place,
        ["expiresAt"] = credential.ExpiresAt?.ToUnixTimeMilliseconds(),
        ["value"] = value,
    };
}

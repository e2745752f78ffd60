using System.CommandLine;
using Moltbot.Cli.Input;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth paste-api-key</c>.</summary>
internal static class PasteApiKeyCommand
{
    private const string ToProfile = "profile";
    private const string ToEnvironmentFile = "env";

    public static Command Create(Session session)
    {
        Option<string> provider = OrderOptions.Provider();
        Option<string> profileId = new("--profile-id") { Description = "The id of the profile that keeps the key (default: <provider>:default).", HelpName = "id" };
        Option<string> destination = Destination();
        Option<bool> setDefaultModel = CommonOptions.Flag("--set-default-model", "Make the provider's first model the default model.");
        Option<bool> force = CommonOptions.Flag("--force", "Replace a profile of another kind.");
        ImportOptionSet common = new();
        SecretCommand command = new("paste-api-key", "Store an API key, from a masked prompt or from standard input.") { provider, profileId, destination, setDefaultModel, force };
        common.AddTo(command);
        command.SetAction(parsed => Run(session, common.AgentOf(session, parsed), new ApiKeyImport
        {
            Provider = ProviderId.Parse(parsed.GetValue(provider)),
            ProfileId = parsed.GetValue(profileId),
            Destination = DestinationOf(parsed.GetValue(destination)),
            SetDefaultModel = parsed.GetValue(setDefaultModel),
            Options = common.Read(parsed, parsed.GetValue(force)),
        }));
        return command;
    }

    public static Option<string> Destination() =>
        new("--destination") { Description = "Where a key is kept: profile, or env for the .env file (default: profile; for openai env).", HelpName = "place", CompletionSources = { ToProfile, ToEnvironmentFile } };

    public static ApiKeyDestination? DestinationOf(string? text) => text switch
    {
        null => null,
        ToProfile => ApiKeyDestination.Profile,
        ToEnvironmentFile => ApiKeyDestination.EnvironmentFile,
        _ => throw new MoltbotException(ErrorCode.InvalidArgument, $"The value of --destination is neither {ToProfile} nor {ToEnvironmentFile}."),
    };

    private static void Run(Session session, Agent agent, ApiKeyImport import)
    {
        import.Check();
        agent.Profiles.RequirePlace(import);
        Secret key = SecretInput.Read(session, $"Paste API key for {import.Provider}", import.CheckKey);
        ImportReport.Write(session, Interruption.Guard(cancellation => agent.Profiles.ImportApiKey(import, key, cancellation)));
    }
}

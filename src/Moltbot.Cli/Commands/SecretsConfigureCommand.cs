using System.CommandLine;
using Moltbot.Core;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot secrets configure</c>.</summary>
internal static class SecretsConfigureCommand
{
    public static Command Create(Session session)
    {
        Option<string> command = new("--command") { Description = "The moltbot executable that the gateway is to start (default: this one).", HelpName = "path" };
        Option<bool> force = CommonOptions.Flag("--force", "Write the entry even for a gateway that is older or unknown.");
        Command configure = new("configure", $"Let a gateway of version {GatewaySecretProvider.FirstVersion} or later ask moltbot for secrets in vaults.") { command, force };
        configure.SetAction(parsed => Run(session, parsed.GetValue(command) ?? ThisProgram.Find(), parsed.GetValue(force)));
        return configure;
    }

    private static void Run(Session session, string command, bool force)
    {
        MoltbotInstallation installation = session.Open();
        IReadOnlyList<string> changed = Interruption.Guard(cancellation => new GatewaySecretProvider(installation.ConfigurationFile).Configure(command, force, cancellation));
        foreach (string path in changed)
            session.Output.WriteLine($"Updated {session.Shorten(path)}");

        session.Output.WriteLine(changed.Count == 0
            ? $"The configuration names the provider {SecretReference.SecretManagement} already."
            : $"The gateway asks {command} for the secrets of the provider {SecretReference.SecretManagement} from its next start on.");
    }
}

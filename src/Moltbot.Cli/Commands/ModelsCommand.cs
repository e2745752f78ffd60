using System.CommandLine;
using Moltbot.Core.Models;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models</c>: alone it is the status.</summary>
internal static class ModelsCommand
{
    public static Command Create(Session session)
    {
        Option<bool> json = CommonOptions.Flag("--status-json", "Output JSON (alias for `models status --json`).");
        Option<bool> plain = CommonOptions.Flag("--status-plain", "Plain output (alias for `models status --plain`).");
        Command models = new("models", "Models and their credentials.")
        {
            json,
            plain,
            StatusCommand.Create(session),
            ProbeCommand.Create(session),
            AuthCommand.Create(session),
            ProviderUsageCommand.Create(session),
            ModelListCommand.Create(session),
            ModelSetCommand.Create(session, ModelRole.Text),
            ModelSetCommand.Create(session, ModelRole.Image),
            ModelAliasesCommand.Create(session),
            ModelFallbacksCommand.Create(session, ModelRole.Text),
            ModelFallbacksCommand.Create(session, ModelRole.Image),
        };
        models.SetAction((parsed, _) => StatusCommand.RunAsync(session, new StatusOptions(parsed.GetValue(json), parsed.GetValue(plain))));
        return models;
    }
}

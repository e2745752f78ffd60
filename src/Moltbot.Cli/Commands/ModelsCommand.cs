using System.CommandLine;
using Moltbot.Core.Models;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models</c>: alone it is the status.</summary>
internal static class ModelsCommand
{
    public static Command Create(Session session)
    {
        Option<bool> json = new("--status-json") { Description = "Output JSON (alias for `models status --json`)." };
        Option<bool> plain = new("--status-plain") { Description = "Plain output (alias for `models status --plain`)." };
        Command models = new("models", "Models and their credentials.") { json, plain };
        models.SetAction(parsed => StatusCommand.Run(session, new StatusOptions(parsed.GetValue(json), parsed.GetValue(plain))));
        models.Subcommands.Add(StatusCommand.Create(session));
        models.Subcommands.Add(AuthCommand.Create(session));
        models.Subcommands.Add(ModelListCommand.Create(session));
        models.Subcommands.Add(ModelSetCommand.Create(session, ModelRole.Text));
        models.Subcommands.Add(ModelSetCommand.Create(session, ModelRole.Image));
        models.Subcommands.Add(ModelAliasesCommand.Create(session));
        models.Subcommands.Add(ModelFallbacksCommand.Create(session, ModelRole.Text));
        models.Subcommands.Add(ModelFallbacksCommand.Create(session, ModelRole.Image));
        return models;
    }
}

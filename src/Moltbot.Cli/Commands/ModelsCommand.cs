using System.CommandLine;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models</c>: alone it is the status.</summary>
internal static class ModelsCommand
{
    public static Command Create(Session session, Subcommands subcommands)
    {
        FlagOption json = new("--status-json") { Description = "Output JSON (alias for `models status --json`)." };
        FlagOption plain = new("--status-plain") { Description = "Plain output (alias for `models status --plain`)." };
        Command models = new("models", "Models and their credentials.") { json, plain };
        models.SetAction(parsed => StatusCommand.Run(session, new StatusOptions(parsed.Has(json), parsed.Has(plain))));
        return subcommands.AddTo(
            models,
            ("status", () => StatusCommand.Create(session)),
            ("auth", () => AuthCommand.Create(session, subcommands)));
    }
}

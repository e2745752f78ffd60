using System.CommandLine;
using Moltbot.Core.Models;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models set</c> and <c>moltbot models set-image</c>.</summary>
internal static class ModelSetCommand
{
    public static Command Create(Session session, ModelRole role)
    {
        bool isText = role == ModelRole.Text;
        Argument<string> model = ModelOptions.Model();
        Command command = new(isText ? "set" : "set-image", isText ? "Set the default model." : "Set the image model.") { model };
        command.SetAction(parsed => Run(session, role, parsed.GetValue(model)!));
        return command;
    }

    private static int Run(Session session, ModelRole role, string model)
    {
        ModelSettings models = ModelOptions.SettingsOf(session);
        ModelReference set = Interruption.Guard(cancellation => models.SetPrimary(role, model, cancellation));
        ModelOptions.WriteUpdated(session, models);
        session.Output.WriteLine($"{(role == ModelRole.Text ? "Default" : "Image")} model: {set}");
        return 0;
    }
}

using System.CommandLine;
using Moltbot.Core;
using Moltbot.Core.Models;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models set</c> and <c>moltbot models set-image</c>.</summary>
internal static class ModelSetCommand
{
    public static Command Create(Session session, ModelRole role)
    {
        bool isText = role == ModelRole.Text;
        Argument<string> model = ModelOptions.Model();
        Option<string> agent = CommonOptions.Agent("The agent that gets a model of its own, in the place of the default.");
        Command command = new(isText ? "set" : "set-image", isText ? "Set the default model." : "Set the image model.") { model };
        if (isText)
            command.Options.Add(agent);

        command.SetAction(parsed => Run(session, role, parsed.GetValue(model)!, isText ? parsed.GetValue(agent) : null));
        return command;
    }

    private static void Run(Session session, ModelRole role, string model, string? agent)
    {
        MoltbotInstallation installation = session.OpenUsable();
        ModelSettings models = installation.Models;
        Agent user = agent is null ? installation.MainAgent : installation.FindAgent(agent);
        IReadOnlyList<string> warnings = ModelOptions.Review(user, models, model);
        ChosenModel set = Interruption.Guard(cancellation => agent is null ? models.SetPrimary(role, model, cancellation) : models.SetAgentModel(user.Id, model, cancellation));
        session.Warn(warnings);
        ModelOptions.WriteUpdated(session, models);
        session.Output.WriteLine($"{(agent is not null ? $"Model of agent {agent}" : role == ModelRole.Text ? "Default model" : "Image model")}: {set}");
    }
}

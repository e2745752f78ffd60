using System.CommandLine;
using System.Text.Json.Nodes;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Models;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models fallbacks</c> and <c>moltbot models image-fallbacks</c>.</summary>
internal sealed class ModelFallbacksCommand(Session session, ModelRole role)
{
    private string Label => role == ModelRole.Text ? "Fallback" : "Image fallback";

    public static Command Create(Session session, ModelRole role)
    {
        ModelFallbacksCommand fallbacks = new(session, role);
        bool isText = role == ModelRole.Text;
        return new Command(isText ? "fallbacks" : "image-fallbacks", isText ? "The models that are tried when the default fails." : "The models that are tried when the image model fails.")
        {
            fallbacks.CreateList(),
            fallbacks.CreateChange("add", "Put a model behind the fallbacks.", isReviewed: true, static (models, role, model, cancellation) => models.AddFallback(role, model, cancellation)),
            fallbacks.CreateChange("remove", "Take a model out of the fallbacks.", isReviewed: false, static (models, role, model, cancellation) => models.RemoveFallback(role, model, cancellation)),
            fallbacks.CreateClear(),
        };
    }

    private Command CreateList()
    {
        Option<bool> json = CommonOptions.Json();
        Option<bool> plain = ModelOptions.Plain();
        Command command = new("list", "List the fallbacks.") { json, plain };
        command.SetAction(parsed => List(parsed.GetValue(json), parsed.GetValue(plain)));
        return command;
    }

    private Command CreateChange(string name, string description, bool isReviewed, Func<ModelSettings, ModelRole, string, CancellationToken, IReadOnlyList<FallbackModel>> change)
    {
        Argument<string> model = ModelOptions.Model();
        Command command = new(name, description) { model };
        command.SetAction(parsed => Change(parsed.GetValue(model)!, isReviewed, change));
        return command;
    }

    private Command CreateClear()
    {
        Command command = new("clear", "Leave no fallback.");
        command.SetAction(_ => Clear());
        return command;
    }

    private void List(bool asJson, bool asPlain)
    {
        ModelOptions.RequireOneFormat(asJson, asPlain);
        IReadOnlyList<FallbackModel> fallbacks = ModelOptions.SettingsOf(session).GetFallbacks(role);
        if (asJson)
        {
            JsonOutput.Write(session, new JsonObject { ["fallbacks"] = new JsonArray([.. fallbacks.Select(fallback => (JsonNode?)fallback.Model)]) });
            return;
        }

        if (!asPlain)
            session.Output.WriteLine($"{Label}s ({fallbacks.Count}):");
        foreach (FallbackModel fallback in fallbacks)
            session.Output.WriteLine(asPlain ? fallback.Model : $"- {fallback}");
        if (fallbacks.Count == 0 && !asPlain)
            session.Output.WriteLine("- none");
    }

    private void Change(string model, bool isReviewed, Func<ModelSettings, ModelRole, string, CancellationToken, IReadOnlyList<FallbackModel>> change)
    {
        MoltbotInstallation installation = session.OpenUsable();
        ModelSettings models = installation.Models;
        IReadOnlyList<string> warnings = isReviewed ? ModelOptions.Review(installation.MainAgent, models, model) : [];
        IReadOnlyList<FallbackModel> fallbacks = Interruption.Guard(cancellation => change(models, role, model, cancellation));
        session.Warn(warnings);
        ModelOptions.WriteUpdated(session, models);
        session.Output.WriteLine($"{Label}s: {string.Join(", ", fallbacks)}");
    }

    private void Clear()
    {
        ModelSettings models = ModelOptions.SettingsOf(session);
        Interruption.Guard(cancellation =>
        {
            models.ClearFallbacks(role, cancellation);
            return true;
        });
        ModelOptions.WriteUpdated(session, models);
        session.Output.WriteLine($"{Label} list cleared.");
    }
}

using System.CommandLine;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Models;

namespace Moltbot.Cli.Commands;

/// <summary>What the commands about models have in common.</summary>
internal static class ModelOptions
{
    public static Argument<string> Model() => new("model") { Description = "The model as provider/model, or its alias." };

    public static Option<bool> Plain() => CommonOptions.Flag("--plain", "Output the names alone.");

    public static void RequireOneFormat(bool json, bool plain)
    {
        if (json && plain)
            throw new MoltbotException(ErrorCode.InvalidArgument, "Choose either --json or --plain, not both.");
    }

    /// <summary>The models of the configuration, to be looked at or changed.</summary>
    public static ModelSettings SettingsOf(Session session) => session.OpenUsable().Models;

    /// <summary>What a person should know about a model before it is used.</summary>
    public static IReadOnlyList<string> Review(Agent agent, ModelSettings models, string model) => agent.ReviewModel(models.Resolve(model), model);

    /// <summary>Says that the configuration says what it should.</summary>
    public static void WriteUpdated(Session session, ModelSettings models) => session.Output.WriteLine($"Updated {session.Shorten(models.ConfigPath)}");
}

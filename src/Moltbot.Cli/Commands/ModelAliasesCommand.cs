using System.CommandLine;
using System.Text.Json.Nodes;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Models;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models aliases</c>.</summary>
internal static class ModelAliasesCommand
{
    public static Command Create(Session session) => new("aliases", "The short names of models.") { CreateList(session), CreateAdd(session), CreateRemove(session) };

    private static Command CreateList(Session session)
    {
        Option<bool> json = CommonOptions.Json();
        Option<bool> plain = ModelOptions.Plain();
        Command command = new("list", "List the aliases.") { json, plain };
        command.SetAction(parsed => List(session, parsed.GetValue(json), parsed.GetValue(plain)));
        return command;
    }

    private static Command CreateAdd(Session session)
    {
        Argument<string> alias = new("alias") { Description = "The alias: letters, numbers, dots, underscores, colons and dashes." };
        Argument<string> model = ModelOptions.Model();
        Command command = new("add", "Give a model an alias, in place of the one it has.") { alias, model };
        command.SetAction(parsed => Add(session, parsed.GetValue(alias)!, parsed.GetValue(model)!));
        return command;
    }

    private static Command CreateRemove(Session session)
    {
        Argument<string> alias = new("alias") { Description = "The alias." };
        Command command = new("remove", "Take an alias away.") { alias };
        command.SetAction(parsed => Remove(session, parsed.GetValue(alias)!));
        return command;
    }

    private static void List(Session session, bool asJson, bool asPlain)
    {
        ModelOptions.RequireOneFormat(asJson, asPlain);
        IReadOnlyDictionary<string, string> aliases = ModelOptions.SettingsOf(session).Aliases;
        if (asJson)
        {
            JsonObject json = [];
            foreach ((string alias, string model) in aliases)
                json[alias] = model;

            JsonOutput.Write(session, new JsonObject { ["aliases"] = json });
            return;
        }

        if (!asPlain)
            session.Output.WriteLine($"Aliases ({aliases.Count}):");
        foreach ((string alias, string model) in aliases)
            session.Output.WriteLine(asPlain ? $"{alias} {model}" : $"- {alias} -> {model}");
        if (aliases.Count == 0 && !asPlain)
            session.Output.WriteLine("- none");
    }

    private static void Add(Session session, string alias, string model)
    {
        MoltbotInstallation installation = session.OpenUsable();
        ModelSettings models = installation.Models;
        IReadOnlyList<string> warnings = ModelOptions.Review(installation.MainAgent, models, model);
        AddedAlias added = Interruption.Guard(cancellation => models.AddAlias(alias, model, cancellation));
        session.Warn(warnings);
        ModelOptions.WriteUpdated(session, models);
        session.Output.WriteLine($"Alias {added.Alias} -> {added.Model}");
    }

    private static void Remove(Session session, string alias)
    {
        ModelSettings models = ModelOptions.SettingsOf(session);
        bool areLeft = Interruption.Guard(cancellation => models.RemoveAlias(alias, cancellation));
        ModelOptions.WriteUpdated(session, models);
        if (!areLeft)
            session.Output.WriteLine("No aliases configured.");
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Cli.Rendering;
using Moltbot.Core.Json;
using Moltbot.Core.Models;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models list</c>.</summary>
internal static class ModelListCommand
{
    private const int LongestModel = 42;

    public static Command Create(Session session)
    {
        Option<bool> all = CommonOptions.Flag("--all", "All models that the files describe, instead of those that the configuration names.");
        Option<bool> local = CommonOptions.Flag("--local", "Only models that run here.");
        Option<string> provider = CommonOptions.Provider("The only provider to list.");
        Option<bool> json = CommonOptions.Json();
        Option<bool> plain = CommonOptions.Flag("--plain", "Output the references alone.");
        Command command = new("list", "List the models, what they are for, and whether there is a credential for them.") { all, local, provider, json, plain };
        command.SetAction(parsed => Run(session, parsed.GetValue(all), parsed.GetValue(local), parsed.GetValue(provider), parsed.GetValue(json), parsed.GetValue(plain)));
        return command;
    }

    private static void Run(Session session, bool all, bool onlyLocal, string? providerName, bool asJson, bool asPlain)
    {
        ModelOptions.RequireOneFormat(asJson, asPlain);
        ProviderId? provider = string.IsNullOrWhiteSpace(providerName) ? null : ProviderId.Parse(providerName);
        ListedModel[] models = [.. session.OpenUsable().MainAgent.GetModels(all)
            .Where(model => provider is null || model.Provider == provider.Value)
            .Where(model => !onlyLocal || model.IsLocal == true)];
        if (models.Length == 0)
            session.Output.WriteLine("No models found.");
        else if (asJson)
            JsonOutput.Write(session, new JsonObject { ["count"] = models.Length, ["models"] = JsonList.Of(models, model => model.ToJson()) });
        else
            Write(session, models, asPlain);
    }

    private static void Write(Session session, ListedModel[] models, bool asPlain)
    {
        if (!asPlain)
            session.Output.WriteLine(session.Palette.Heading(Line("Model", "Input", "Ctx", "Local", "Auth", "Tags")));

        foreach (ListedModel model in models)
            session.Output.WriteLine(asPlain ? model.Model : LineOf(model));
    }

    private static string LineOf(ListedModel model) => Line(
        VisibleText.Of(model.Model) is var name && name.Length <= LongestModel ? name : $"{name[..(LongestModel - 3)]}...",
        model.Input.Count > 0 ? string.Join('+', model.Input) : "-",
        Tokens(model.ContextWindow),
        model.IsLocal is { } isLocal ? YesOrNo(isLocal) : "-",
        YesOrNo(model.HasAuth),
        string.Join(',', model.Tags));

    private static string Line(string model, string input, string context, string local, string auth, string tags) =>
        $"{model.PadRight(LongestModel)} {input,-10} {context,-8} {local,-5} {auth,-5} {tags}";

    private static string YesOrNo(bool value) => value ? "yes" : "no";

    private static string Tokens(double? count) => count switch
    {
        null or 0 => "-",
        < 1024 => Math.Floor(count.Value + 0.5).ToString(CultureInfo.InvariantCulture),
        _ => Math.Floor((count.Value / 1024) + 0.5).ToString(CultureInfo.InvariantCulture) + "k",
    };
}

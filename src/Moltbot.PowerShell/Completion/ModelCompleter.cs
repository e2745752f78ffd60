using System.Collections;
using Moltbot.Core;
using Moltbot.Core.Models;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes models by their aliases and references: first those that the configuration names, then those that files describe.</summary>
public sealed class ModelCompleter : InstallationCompleter
{
    private protected override IEnumerable<Candidate> Candidates(MoltbotInstallation installation, IDictionary bound)
    {
        Agent agent = AgentIn(bound) is { } name ? installation.GetAgent(name) : installation.MainAgent;
        IReadOnlyList<ListedModel> models = [.. agent.GetModels(), .. agent.GetModels(all: true)];
        return models.Select(model => new Candidate(model.Model, string.Join(", ", model.Tags) is { Length: > 0 } tags ? tags : model.DisplayName))
            .Concat(models.SelectMany(model => model.Aliases.Select(alias => new Candidate(alias, model.Model))));
    }
}

using Moltbot.Core.Configuration;
using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Importing;

/// <summary>Finds out what still stands between a profile that was stored and its use.</summary>
internal sealed class ImportReview(AgentContext agent, NewProfile profile)
{
    private readonly AuthProfileStore view = agent.Reading.Store;

    public IReadOnlyList<ImportNote> Notes()
    {
        ImportNote? hindrance = ConfiguredOtherwise() ?? LeftOut() ?? OtherFirst();
        return [.. new[] { UnknownProvider(), hindrance }.OfType<ImportNote>()];
    }

    private MoltbotConfiguration Configuration => agent.Configuration;

    private ImportNote? UnknownProvider()
    {
        if (ProviderCatalog.Ids.Contains(profile.Provider) || Configuration.Provider(profile.Provider.Value) is not null)
            return null;

        IReadOnlyList<string> similar = ProviderCatalog.Similar(profile.Provider, ProviderCatalog.Ids.Select(id => id.Value).Concat(Configuration.ProviderNames));
        string hint = similar.Count > 0 ? $" Did you mean {string.Join(" or ", similar)}?" : "";
        return new ImportNote(ImportNoteKind.ProviderUnknown, $"Nothing uses {profile.Provider} yet: no provider of this name is known, or configured in models.providers.{hint}");
    }

    private ImportNote? ConfiguredOtherwise()
    {
        if (!Configuration.Profiles.TryGetValue(profile.Id, out ConfiguredProfile? configured)
            || (configured.Provider == profile.Provider.Value && ProfileRules.AllowsKind(configured, profile.Kind)))
            return null;

        return new ImportNote(
            ImportNoteKind.ConfiguredOtherwise,
            $"{profile.Id} is not used: {agent.ConfigurationFile.Path} has it as {configured.Provider}/{configured.Mode}. Correct auth.profiles there, or import it without leaving the configuration alone.");
    }

    private ImportNote? LeftOut()
    {
        (IReadOnlyList<string>? order, string place) = view.Order(profile.Provider) is { } stored
            ? (stored, agent.Store.Place.Path)
            : (Configuration.Order(profile.Provider), $"auth.order of {agent.ConfigurationFile.Path}");
        return order is null || order.Contains(profile.Id, StringComparer.Ordinal) ? null : Note(
            ImportNoteKind.LeftOutOfOrder,
            $"{profile.Id} is not used: the order in {place} leaves it out. Add it with {NextSteps.SetOrderTo(profile.Provider.Value, order.Append(profile.Id))}.");
    }

    private ImportNote? OtherFirst()
    {
        CredentialPlan plan = new CredentialPlanner(view, agent.Reading.Main, Configuration, agent.Environment, agent.Now).Plan(profile.Provider.Value);
        PlannedCredential? first = plan.Candidates.FirstOrDefault(candidate => candidate.Step is CredentialStep.Ready or CredentialStep.NeedsSecret);
        return first is null || first.ProfileId == profile.Id ? null : Note(
            ImportNoteKind.OtherCredentialFirst,
            $"{first.Source} comes before {profile.Id}. {NextSteps.SetOrder} decides which profile is tried first.");
    }

    private ImportNote Note(ImportNoteKind kind, Advice message) => new(kind, message.In(agent.Environment.FrontEnd));
}

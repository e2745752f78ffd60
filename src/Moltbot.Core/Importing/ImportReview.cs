using Moltbot.Core.Configuration;
using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Importing;

/// <summary>Finds out what still stands between a profile that was stored and its use: what the candidates say of it.</summary>
/// <param name="agent">The agent that has it, with its files as they are now.</param>
/// <param name="profile">The profile.</param>
/// <param name="endedRest">The rest of the secret before that its replacement has ended, or <see langword="null"/>.</param>
internal sealed class ImportReview(AgentContext agent, NewProfile profile, ProfileUsage? endedRest)
{
    private readonly AuthProfileStore view = agent.Reading.Store;

    public IReadOnlyList<ImportNote> Notes() => [.. new[] { UnknownProvider(), Hindrance(), EndedRest() }.OfType<ImportNote>()];

    private MoltbotConfiguration Configuration => agent.Configuration;

    private ImportNote? UnknownProvider()
    {
        if (ProviderCatalog.Ids.Contains(profile.Provider) || Configuration.Provider(profile.Provider.Value) is not null)
            return null;

        IReadOnlyList<string> similar = ProviderCatalog.Similar(profile.Provider, ProviderCatalog.Ids.Select(id => id.Value).Concat(Configuration.ProviderNames));
        string hint = similar.Count > 0 ? $" Did you mean {string.Join(" or ", similar)}?" : "";
        return Note(ImportNoteKind.ProviderUnknown, $"Nothing uses {profile.Provider} yet: no provider of this name is known, or configured in models.providers.{hint}");
    }

    private ImportNote? Hindrance()
    {
        CredentialPlan plan = new CredentialPlanner(view, agent.Reading.Main, Configuration, agent.Environment, agent.Now).Plan(profile.Provider.Value);
        PlannedCredential? own = plan.Candidates.FirstOrDefault(candidate => candidate.ProfileId == profile.Id);
        return own?.Step switch
        {
            CredentialStep.None { State: CandidateState.ModeMismatch } => ConfiguredOtherwise(Configuration.Profiles[profile.Id]),
            CredentialStep.None { State: CandidateState.ExcludedByOrder } => LeftOut(plan.Basis),
            CredentialStep.None none => Note(ImportNoteKind.NotUsable, $"{profile.Id} is not used: {none.Reason}."),
            _ when own?.Unusable is { } rest => Resting(rest, own.Usage),
            _ => OtherFirst(plan),
        };
    }

    private ImportNote ConfiguredOtherwise(ConfiguredProfile configured) => Note(
        ImportNoteKind.ConfiguredOtherwise,
        $"{profile.Id} is not used: {agent.ConfigurationFile.Path} has it as {configured.Provider}/{configured.Mode}. Correct auth.profiles there, or import it without leaving the configuration alone.");

    private ImportNote LeftOut(OrderBasis basis)
    {
        if (!basis.IsOrder)
            return Note(ImportNoteKind.LeftOutOfOrder, $"{profile.Id} is not used: auth.profiles of {agent.ConfigurationFile.Path} leaves it out. Enter it there, or import it without leaving the configuration alone.");

        string place = view.Order(profile.Provider) is null ? $"auth.order of {agent.ConfigurationFile.Path}" : agent.Store.Place.Path;
        return Note(
            ImportNoteKind.LeftOutOfOrder,
            $"{profile.Id} is not used: the order in {place} leaves it out. Add it with {NextSteps.SetOrderTo(profile.Provider.Value, basis.ProfileIds.Append(profile.Id))}.");
    }

    private ImportNote Resting(CandidateState rest, ProfileUsage usage) => Note(
        ImportNoteKind.Resting,
        $"{profile.Id} is not used: it is {WordsFor(rest, usage)}, which the same secret has earned. {(rest == CandidateState.Disabled ? NextSteps.ClearDisabled : NextSteps.ClearCooldown)} ends that at once.");

    private ImportNote? OtherFirst(CredentialPlan plan)
    {
        PlannedCredential? first = plan.Candidates.FirstOrDefault(candidate => candidate.Unusable is null && candidate.Step is not CredentialStep.None);
        return first is null || first.ProfileId == profile.Id ? null : Note(
            ImportNoteKind.OtherCredentialFirst,
            $"{first.ProfileId ?? first.Source} comes before {profile.Id}. {NextSteps.SetOrder} decides which profile is tried first.");
    }

    private ImportNote? EndedRest() => endedRest is null ? null : Note(
        ImportNoteKind.RestEnded,
        $"{profile.Id} was {WordsFor(endedRest.IsDisabledAt(agent.Now) ? CandidateState.Disabled : CandidateState.Cooldown, endedRest)}. The old secret had earned that, so it is over.");

    private static string WordsFor(CandidateState rest, ProfileUsage usage)
    {
        string what = rest == CandidateState.Cooldown ? "in cooldown" : usage.DisabledReason is { Length: > 0 } reason ? $"disabled for {reason}" : "disabled";
        return $"{what} until {UnixTime.ToReadable(usage.UnusableUntil)}";
    }

    private ImportNote Note(ImportNoteKind kind, Advice message) => new(kind, VisibleText.OfSentence(message.In(agent.Environment.FrontEnd)));
}

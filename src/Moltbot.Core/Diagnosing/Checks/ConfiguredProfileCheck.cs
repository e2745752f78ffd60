using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Where the configuration and the stores do not say the same about profiles.</summary>
internal sealed class ConfiguredProfileCheck : IInstallationCheck
{
    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } =
        [FindingKinds.ConfigProfileNotStored, FindingKinds.ProfileNotConfigured, FindingKinds.ProfileModeMismatch];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation) =>
        [.. installation.AreStoresKnown ? NotStored(installation) : [], .. installation.Agents.SelectMany(agent => Stored(installation, agent))];

    private static IEnumerable<Finding> NotStored(ExaminedInstallation installation)
    {
        HashSet<string> told = [.. DeprecatedProfileCheck.Ids, .. ProfileIdCheck.NewIdIn(installation) is null ? [] : (string[])["anthropic:default"]];
        foreach (string id in installation.Configuration.Profiles.Keys.Where(id => !told.Contains(id) && !StoredIds.Has(installation, id)))
        {
            Repair remove = Edit(installation, $"Remove {id} from auth.profiles and auth.order", RepairConsent.Asked, configuration => AuthProfileConfiguration.Remove(configuration, id));
            yield return installation.Found(
                FindingKinds.ConfigProfileNotStored,
                $"The configuration names the auth profile {id}, and no agent has one of that id. As long as it stands there, other profiles of its provider may not be tried.",
                new FindingPlace(installation.ConfigurationFile.Path) { Entry = $"auth.profiles.{id}", ProfileId = id },
                remove);
        }
    }

    private static IEnumerable<Finding> Stored(ExaminedInstallation installation, AgentContext agent)
    {
        MoltbotConfiguration configuration = installation.Configuration;
        if (configuration.Profiles.Count == 0)
            yield break;

        HashSet<ProviderId> configured = [.. configuration.Profiles.Values.Select(profile => installation.IsOfToday ? ProviderId.ParseToday(profile.Provider) : ProviderId.Parse(profile.Provider))];
        foreach (AuthProfile profile in agent.Reading.Store.Profiles.Where(profile => !agent.Reading.IsInherited(profile)))
        {
            FindingPlace place = new(installation.ConfigurationFile.Path) { Entry = $"auth.profiles.{profile.Id}", Agent = agent.Id.Value, ProfileId = profile.Id };
            string stored = $"{profile.ProviderName}/{profile.Kind.ToStoredName()}";
            if (configuration.Profiles.TryGetValue(profile.Id, out ConfiguredProfile? entry))
            {
                if (ProfileRules.IsConfiguredAlike(profile, configuration))
                    continue;

                Repair correct = Edit(installation, $"Say {stored} in the configuration", RepairConsent.Asked, now => AuthProfileConfiguration.Correct(now, entry with { Provider = profile.ProviderName, Mode = profile.Kind.ToStoredName() }));
                yield return installation.Found(
                    FindingKinds.ProfileModeMismatch,
                    $"The configuration says that {profile.Id} is {entry.Provider}/{entry.Mode}, and the store says {stored}, so it is not used.",
                    place,
                    correct);
            }
            else if (configured.Contains(profile.Provider) && !OrderBasis.Of(agent.Reading.Store, configuration, profile.Provider).IsOrder && !DeprecatedProfileCheck.Ids.Contains(profile.Id, StringComparer.Ordinal))
            {
                Repair enter = Edit(installation, $"Enter {profile.Id} in auth.profiles", RepairConsent.Asked, now =>
                    AuthProfileConfiguration.Enter(now, new ConfiguredProfile(profile.Id, profile.ProviderName, profile.Kind.ToStoredName(), profile.Email), preferFirst: false));
                yield return installation.Found(
                    FindingKinds.ProfileNotConfigured,
                    $"Auth profile {profile.Id} is stored, and auth.profiles names others of {profile.Provider} but not this one, so it is not tried.",
                    place,
                    enter);
            }
        }
    }

    private static Repair Edit(ExaminedInstallation installation, string action, RepairConsent consent, Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> rule) =>
        Repair.Of(installation.ConfigurationFile.Path, action, consent, cancellation =>
            string.Join(", ", installation.ConfigurationFile.Editor.Apply(rule, cancellation).Select(path => $"the text as it was is in {path}.bak")));
}

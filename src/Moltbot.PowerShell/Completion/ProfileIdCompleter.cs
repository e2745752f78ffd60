using System.Collections;
using Moltbot.Core;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes profile ids; those of one provider when <c>-Provider</c> is given.</summary>
public sealed class ProfileIdCompleter : InstallationCompleter
{
    private protected override IEnumerable<Candidate> Candidates(MoltbotInstallation installation, IDictionary bound)
    {
        AuthProfileStore store = installation.GetAgent(AgentIn(bound)).ReadStore().Store;
        IEnumerable<AuthProfile> profiles = TextOf(bound, "Provider") is { Length: > 0 } provider
            ? store.ProfilesOf(ProviderId.Parse(provider))
            : store.Profiles;
        return profiles
            .Where(profile => profile.Id.Length > 0)
            .Select(profile => new Candidate(profile.Id, $"{profile.ProviderName} {profile.Kind} {profile.MaskedValue}"));
    }
}

using Moltbot.Core.Configuration;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Resolving;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Tests.Selection;

/// <summary>
/// Takes the credential of a plan as the gateway does outside of runs (docs/gateway/credentials.md §2): the first candidate that can
/// be had, be it in cooldown. Of secrets that are kept elsewhere, none can.
/// </summary>
internal sealed class PlanResolver(AuthProfileStore view, AuthProfileStore mainView, MoltbotConfiguration configuration, ProcessEnvironment environment, double now)
{
    private readonly CredentialPlanner planner = new(view, mainView, configuration, environment, now);
    private readonly CredentialResolver resolver = new(SecretResolver.None);

    public EffectiveCredential Resolve(string provider, string? preferred = null)
    {
        MoltbotException? first = null;
        foreach (PlannedCredential planned in planner.Plan(provider, preferred).Candidates)
        {
            if (resolver.Take(planned, out MoltbotException? failure) is { } credential)
                return credential;
            if (planned.Step is CredentialStep.NeedsSecret)
                first ??= failure;
        }

        throw first ?? NotFound(provider);
    }

    public EffectiveCredential ResolveProfile(string profileId) => view.Find(profileId) is { } profile
        ? resolver.Take(planner.PlanOf(profile), out MoltbotException? failure) ?? throw failure!
        : throw CredentialErrors.Unusable(profileId, "there is no such profile");

    private MoltbotException NotFound(string provider) =>
        provider == "openai" && view.ProfilesOf(ProviderId.Parse("openai-codex")).Count > 0 ? CredentialErrors.OnlyOfCodex(provider) : CredentialErrors.NotFound(provider);
}

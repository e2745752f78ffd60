using Moltbot.Core.Installation;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>The profiles that mirrored the sign-ins of other command lines, which nobody keeps fresh any more.</summary>
internal sealed class DeprecatedProfileCheck : IInstallationCheck
{
    /// <summary>What takes the place of each.</summary>
    private static readonly (string Id, Advice Instead)[] Deprecated =
    [
        ("anthropic:claude-cli", $"Run `claude setup-token`, and import what it gives: {NextSteps.ImportSetupToken}."),
        ("openai-codex:codex-cli", $"Sign in instead: {NextSteps.SignIn("openai-codex")}."),
    ];

    /// <summary>Their ids.</summary>
    public static IEnumerable<string> Ids => Deprecated.Select(profile => profile.Id);

    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.ProfileDeprecated];

    /// <inheritdoc/>
    public bool IsOf(LayoutKind layout) => layout != LayoutKind.Today;

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        foreach ((string id, Advice instead) in Deprecated)
        {
            AgentContext[] owners = [.. installation.Agents.Where(agent => agent.Reading.Owns(id))];
            bool isConfigured = AuthProfileConfiguration.Remove(installation.Configuration, id).Count > 0;
            foreach (AgentContext agent in owners is [] && isConfigured ? [installation.Main] : owners)
                yield return Of(installation, agent, id, instead, holdsSecret: owners.Length > 0);
        }
    }

    private static Finding Of(ExaminedInstallation installation, AgentContext agent, string id, Advice instead, bool holdsSecret)
    {
        Repair? remove = installation.AreStoresKnown && installation.ConfigurationFile.Loaded.Error is null
            ? Repair.Of(agent.StorePath, $"Remove {id} from the store and from the configuration", RepairConsent.Asked, cancellation =>
            {
                new ProfileRemoval(agent, [.. installation.Agents.Where(other => other != agent)], installation.SessionsOf).Run(id, cancellation);
                return holdsSecret ? "the sign-in is gone; sign in again to have one" : $"the configuration as it was is in {installation.ConfigurationFile.Path}.bak";
            }) with { RemovesSecret = holdsSecret }
            : null;
        return installation.Found(
            FindingKinds.ProfileDeprecated,
            $"Auth profile {id} mirrors the sign-in of another program, which is not supported any more. {instead}",
            new FindingPlace(holdsSecret ? agent.StorePath : installation.ConfigurationFile.Path) { Entry = $"profiles.{id}", Agent = agent.Id.Value, ProfileId = id },
            remove);
    }
}

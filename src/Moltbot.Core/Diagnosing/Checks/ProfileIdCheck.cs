using Moltbot.Core.Installation;
using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>The old id of Anthropic's sign-in in the configuration, where a stored one has taken its place (docs/gateway/oauth.md §9).</summary>
internal sealed class ProfileIdCheck : IInstallationCheck
{
    private const string OldId = "anthropic:default";

    private static readonly ProviderId Anthropic = ProviderId.Parse("anthropic");

    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.ProfileIdOutdated];

    /// <inheritdoc/>
    public bool IsOf(LayoutKind layout) => layout != LayoutKind.Today;

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        if (NewIdIn(installation) is not { } id)
            return [];

        Repair rename = Repair.Of(installation.ConfigurationFile.Path, $"Rename {OldId} to {id} in auth.profiles and auth.order", RepairConsent.Asked, cancellation =>
        {
            AuthProfileStore view = installation.Main.Reading.Store;
            IReadOnlyList<string> changed = installation.ConfigurationFile.Editor.Apply(
                configuration => SignIns.ReplacementId(view, OldId, Anthropic, configuration) == id
                    ? AuthProfileConfiguration.Rename(configuration, OldId, new ConfiguredProfile(id, Anthropic.Value, "oauth", view.Find(id)?.Email ?? configuration.Profiles[OldId].Email))
                    : [],
                cancellation);
            return string.Join(", ", changed.Select(path => $"the text as it was is in {path}.bak"));
        });
        return
        [
            installation.Found(
                FindingKinds.ProfileIdOutdated,
                $"The configuration names the sign-in {OldId}, and the one that is stored is {id}.",
                new FindingPlace(installation.ConfigurationFile.Path) { Entry = $"auth.profiles.{OldId}", ProfileId = OldId },
                rename),
        ];
    }

    /// <summary>Whether the configuration names a sign-in by its old id, and how it is called now; <see langword="null"/> when not.</summary>
    public static string? NewIdIn(ExaminedInstallation installation) =>
        installation.Configuration.Profiles.GetValueOrDefault(OldId) is { Mode: "oauth" } configured
        && ProviderId.Parse(configured.Provider) == Anthropic
        && SignIns.ReplacementId(installation.Main.Reading.Store, OldId, Anthropic, installation.Configuration) is { } id && id != OldId
            ? id
            : null;
}

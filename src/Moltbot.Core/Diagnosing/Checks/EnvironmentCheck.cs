using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Variables: files that cannot be read, values that another one wins over, and keys in the place of profiles.</summary>
internal sealed class EnvironmentCheck : IInstallationCheck
{
    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } =
        [FindingKinds.EnvironmentFileUnreadable, FindingKinds.EnvironmentVariableOverridden, FindingKinds.EnvironmentKeyShadows, FindingKinds.LoginShellFailed];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        foreach (ConfigurationIssue issue in installation.UnreadVariables)
            yield return installation.Found(FindingKinds.EnvironmentFileUnreadable, issue.Message, new FindingPlace(issue.File));

        if (installation.ConfigurationFile.Loaded.LoginShell.Failure is { } failure)
            yield return installation.Found(FindingKinds.LoginShellFailed, failure, new FindingPlace(installation.ConfigurationFile.Path) { Entry = "env.shellEnv" });

        foreach (Finding overridden in Overridden(installation))
            yield return overridden;

        foreach (ProviderId provider in ProviderCheck.ProvidersOf(installation, installation.Main))
        {
            if (Shadowed(installation, provider) is { } shadowed)
                yield return shadowed;
        }
    }

    private static IEnumerable<Finding> Overridden(ExaminedInstallation installation)
    {
        string path = installation.Paths.DotEnvPath;
        if (installation.Texts.TryGet(path) is not { } text)
            yield break;

        foreach ((string name, string value) in DotEnvReader.Read(text))
        {
            if (installation.Environment.OriginOf(name).Source != VariableSource.Process || installation.Environment.Get(name) is not { } other || other == value)
                continue;

            yield return installation.Found(
                FindingKinds.EnvironmentVariableOverridden,
                $"{name} in {path} has no effect here, because the environment of this process has another value. A service that starts without that has the one of the file.",
                new FindingPlace(path) { Entry = name });
        }
    }

    /// <summary>A key that is used because no profile can be. It may be charged to another account.</summary>
    private static Finding? Shadowed(ExaminedInstallation installation, ProviderId provider)
    {
        if (installation.Main.Reading.Errors.Count > 0 || EnvironmentKeys.Find(provider, installation.Environment) is not { } key)
            return null;

        IReadOnlyList<AuthProfile> profiles = installation.Main.Reading.Store.ProfilesOf(provider);
        CredentialPlan plan = installation.PlannerOf(installation.Main).Plan(provider.Value);
        return profiles.Count == 0 || plan.Tried.Count > 0 ? null : installation.Found(
            FindingKinds.EnvironmentKeyShadows,
            $"{provider} has {(profiles.Count == 1 ? "an auth profile" : $"{profiles.Count} auth profiles")}, none of which can be used, so requests go with the key of the environment ({key.Source}), perhaps of another account.{string.Concat(plan.Refusals.Select(refusal => $" {refusal}."))}",
            new FindingPlace(installation.Main.StorePath) { Entry = provider.Value, Agent = installation.Main.Id.Value });
    }
}

using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>
/// Whether the gateway's service sees the variables that the installation needs and runs as who looks, as far as its unit of
/// systemd, its list of properties of launchd or its task of Windows shows it. What the environment of a person's shell has, a service has not.
/// </summary>
internal sealed class ServiceCheck : IInstallationCheck
{
    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.ServiceMissesVariable, FindingKinds.ServiceFileMissing, FindingKinds.ServiceElsewhere, FindingKinds.ServiceOtherAccount];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        foreach (GatewayService service in GatewayService.Find(installation.Environment, installation.Paths.StateDirectory, installation.IsDeep))
        {
            FindingPlace place = new(service.Path);
            if (service.StateDirectory is { } state && !IsSame(state, installation.Paths.StateDirectory))
            {
                yield return installation.Found(
                    FindingKinds.ServiceElsewhere, $"The service {service.Path} runs with the state directory {state}, and the one that was looked at is {installation.Paths.StateDirectory}.", place);
                continue;
            }

            foreach (string missing in service.MissingFiles)
                yield return installation.Found(FindingKinds.ServiceFileMissing, $"The service {service.Path} takes variables from {missing}, which is not there, so it does not start.", place with { Entry = missing });

            if (service.IsOfAnotherAccount)
            {
                yield return installation.Found(
                    FindingKinds.ServiceOtherAccount,
                    $"The service {service.Path} runs as {service.Account}, and that is not you: the gateway sees neither the vaults that are registered for you nor your variables, and has to be allowed to read the files in {installation.Paths.StateDirectory}. Register vaults and run this command as that account.",
                    place with { Entry = service.Account });
            }

            string[] unseen = [.. Needed(installation).Where(name => !service.Variables.Contains(name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            if (unseen.Length > 0)
            {
                yield return installation.Found(
                    FindingKinds.ServiceMissesVariable,
                    $"The service {service.Path} does not see {string.Join(", ", unseen)}, which the installation needs and only the environment of this process has. Put {(unseen.Length == 1 ? "it" : "them")} into {installation.Paths.DotEnvPath}, or into the service's EnvironmentFile.",
                    place);
            }
        }
    }

    private static bool IsSame(string one, string other)
    {
        try
        {
            return PathComparison.Here.AreSame(RealPath.Resolve(one), RealPath.Resolve(other));
        }
        catch (Errors.MoltbotException)
        {
            return one == other;
        }
    }

    /// <summary>The variables that something depends on and that only this process has.</summary>
    private static IEnumerable<string> Needed(ExaminedInstallation installation) => Named(installation)
        .Where(name => installation.Environment.OriginOf(name).Source == VariableSource.Process && installation.Environment.GetNonBlank(name) is not null && !IsKept(name));

    /// <summary>Whether Windows keeps a variable for all programs of the user or of the machine.</summary>
    private static bool IsKept(string name) => OperatingSystem.IsWindows()
        && (Environment.GetEnvironmentVariable(name, EnvironmentVariableTarget.User) ?? Environment.GetEnvironmentVariable(name, EnvironmentVariableTarget.Machine)) is not null;

    private static IEnumerable<string> Named(ExaminedInstallation installation)
    {
        foreach (AgentContext agent in installation.Agents)
        {
            foreach (AuthProfile profile in agent.Reading.Store.Profiles)
            {
                if (profile.Reference is { Source: SecretReferenceSource.Environment } reference)
                    yield return reference.Id;
            }
        }

        foreach (ProviderId provider in ProviderCheck.ProvidersOf(installation, installation.Main))
        {
            if (installation.PlannerOf(installation.Main).Plan(provider.Value).Tried.Count > 0)
                continue;

            foreach (string name in ProviderCatalog.EnvironmentVariables(provider))
                yield return name;
        }

        foreach ((_, string text) in installation.ConfigurationFile.Loaded.Files)
        {
            foreach (string name in VariableSubstitution.NamesIn(text))
                yield return name;
        }
    }
}

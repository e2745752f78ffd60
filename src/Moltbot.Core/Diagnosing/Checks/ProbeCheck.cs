using Moltbot.Core.Probing;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>What providers said of the credentials, if they were asked.</summary>
internal sealed class ProbeCheck : IInstallationCheck
{
    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.ProbeRefused, FindingKinds.ProbeUndecided];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        foreach (CredentialProbe probe in installation.Probes.Where(probe => !probe.Succeeded))
        {
            FindingPlace place = new(installation.Agents.FirstOrDefault(agent => agent.Id.Value == probe.Agent)?.StorePath) { Entry = probe.Label, Agent = probe.Agent, ProfileId = probe.ProfileId };
            string words = $"{(probe.Message is { } message ? $": {message.TrimEnd('.')}" : "")}.{(probe.NextStep is { } next ? $" {next}" : "")}";
            if (probe.IsRefused)
            {
                yield return installation.Found(FindingKinds.ProbeRefused, $"{probe.Provider} does not accept {probe.Label}{words}", place) with
                {
                    Severity = probe.IsInUse ? FindingSeverity.Error : FindingSeverity.Warning,
                };
            }
            else
            {
                yield return installation.Found(FindingKinds.ProbeUndecided, $"Whether {probe.Provider} accepts {probe.Label} was not found out{words}", place) with
                {
                    Severity = probe.IsInUse ? FindingSeverity.Warning : FindingSeverity.Note,
                };
            }
        }
    }
}

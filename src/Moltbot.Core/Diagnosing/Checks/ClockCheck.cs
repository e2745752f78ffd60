using Moltbot.Core.Files;
using Moltbot.Core.Json;
using Moltbot.Core.Probing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Text;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>
/// Whether the clock can be right, by the times in the installation, because what happened already cannot be to come, and by
/// the clocks of the providers that were asked.
/// </summary>
internal sealed class ClockCheck : IInstallationCheck
{
    /// <summary>Clocks of machines that share a directory differ by less.</summary>
    private const double Tolerance = 10 * 60_000;

    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.ClockOff];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        (double Time, string Of)? latest = null;
        foreach ((double time, string of) in Times(installation))
        {
            if (time > installation.Now + Tolerance && (latest is null || time > latest.Value.Time))
                latest = (time, of);
        }

        if (latest is var (ahead, what))
            yield return Found(installation, $"and {what} is of {UnixTime.ToReadable(ahead)}. Either the clock is wrong now, or it was then");
        else if (installation.Probes.FirstOrDefault(IsFarOff) is { } probe)
            yield return Found(installation, $"and by that of {probe.Provider} {UnixTime.ToReadable(installation.Now + probe.Outcome.ClockDifference!.Value.TotalMilliseconds)}. One of the two is wrong");
    }

    private static bool IsFarOff(CredentialProbe probe) => probe.Outcome.ClockDifference is { } difference && Math.Abs(difference.TotalMilliseconds) > Tolerance;

    private static Finding Found(ExaminedInstallation installation, string cause) => installation.Found(
        FindingKinds.ClockOff,
        $"By the clock of this machine it is {UnixTime.ToReadable(installation.Now)}, {cause}; what expires when is judged by it. Set the clock, or have it synchronised.",
        new FindingPlace(installation.Paths.StateDirectory));

    private static IEnumerable<(double Time, string Of)> Times(ExaminedInstallation installation)
    {
        foreach (string path in KnownFiles.Of(installation).Select(file => file.Path))
        {
            if (RegularFile.TryKindOf(path) == FileKind.File)
                yield return (new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeMilliseconds(), path);
        }

        foreach (AgentContext agent in installation.Agents)
        {
            foreach ((string id, ProfileUsage usage) in agent.Reading.Own?.Store.Usages ?? OrderedMap<ProfileUsage>.Empty)
            {
                yield return (usage.LastUsed ?? 0, $"the last use of {id}");
                yield return (usage.LastFailureAt ?? 0, $"the last failure of {id}");
            }
        }

        if (DateTimeOffset.TryParse(installation.Configuration.Json.At("meta", "lastTouchedAt").AsText(), System.Globalization.CultureInfo.InvariantCulture, out DateTimeOffset touched))
            yield return (touched.ToUnixTimeMilliseconds(), "the last change of the configuration");
    }
}

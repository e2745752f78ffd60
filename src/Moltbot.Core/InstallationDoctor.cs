using Moltbot.Core.Diagnosing;
using Moltbot.Core.Diagnosing.Checks;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Probing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Renewing;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;

namespace Moltbot.Core;

/// <summary>
/// Says what is wrong with an installation, and mends it. Looking changes nothing. A repair is found anew directly before it is
/// made, from the files as they are then.
/// </summary>
public sealed class InstallationDoctor
{
    private const int MostRounds = 5;

    private readonly MoltbotInstallation installation;
    private readonly Func<MoltbotInstallation, SecretResolver> openSecrets;
    private readonly HttpMessageHandler? network;
    private readonly ExaminationOptions options;
    private IReadOnlyList<CredentialProbe> probes = [];

    /// <summary>The installation as long as nobody has looked at it: what was read to open it need not be read again.</summary>
    private MoltbotInstallation? unread;

    internal InstallationDoctor(MoltbotInstallation installation, ExaminationOptions options, Func<MoltbotInstallation, SecretResolver> openSecrets, HttpMessageHandler? network)
    {
        this.installation = unread = installation;
        this.openSecrets = openSecrets;
        this.network = network;
        this.options = options;
    }

    /// <summary>Looks at the installation as it is now, and changes nothing.</summary>
    /// <returns>What was found, in the order in which it is best mended.</returns>
    public IReadOnlyList<Finding> Examine() => Examine(options);

    /// <summary>Asks providers whether they accept the credentials of all agents. What they say is told by each look from then on.</summary>
    /// <param name="fetch">Fetches all secrets that are kept elsewhere.</param>
    /// <param name="cancellation">Ends it at once; what is known by then is told.</param>
    /// <returns>How many credentials were looked at.</returns>
    /// <exception cref="MoltbotException">A store, or what replaces addresses, cannot be read.</exception>
    public async Task<int> ProbeAsync(Func<IReadOnlyList<SecretReference>, Task<IReadOnlyList<FetchedSecret>>> fetch, CancellationToken cancellation = default)
    {
        List<CredentialProbe> found = [];
        if (installation is { Exists: true, Layout.Kind: not LayoutKind.Unknown })
        {
            using InstallationProbes asking = installation.OpenProbes(network);
            foreach (AgentId id in installation.AgentIds)
            {
                ProbeReport report = await asking.ProbeAsync(installation.AgentOf(id), new ProbeSelection(), new ProbeOptions { NoRefresh = true }, fetch, cancellation: cancellation).ConfigureAwait(false);
                found.AddRange(report.Results.Where(result => !found.Exists(other => (other.Provider, other.Label) == (result.Provider, result.Label))));
            }
        }

        probes = found;
        return found.Count;
    }

    /// <summary>
    /// Mends what is to be mended, and looks again for as long as something comes to light by that: what could not be read is
    /// looked at once it can be. Nothing is tried twice.
    /// </summary>
    /// <param name="isWanted">Whether a finding that has a repair is to be mended. Is asked once for each.</param>
    /// <param name="cancellation">Ends it between two repairs, and the waiting for locks and hosts.</param>
    /// <returns>What became of those that were to be mended, and what remains.</returns>
    public async Task<Treatment> TreatAsync(Func<Finding, Task<bool>> isWanted, CancellationToken cancellation = default)
    {
        List<Finding> seen = [];
        List<RepairedFinding> repairs = [];
        IReadOnlyList<Finding> findings = Examine();
        for (int round = 1; round <= MostRounds; round++)
        {
            int before = repairs.Count;
            foreach (Finding finding in findings.Where(finding => finding.Mending is not null && !seen.Exists(finding.IsSameAs)))
            {
                cancellation.ThrowIfCancellationRequested();
                seen.Add(finding);
                if (await isWanted(finding).ConfigureAwait(false))
                    repairs.Add(await RepairAsync(finding, cancellation).ConfigureAwait(false));
            }

            if (repairs.Count == before)
                break;

            findings = Examine();
        }

        return new Treatment(repairs, findings);
    }

    /// <summary>Mends what was found, if it is still there.</summary>
    /// <param name="finding">What was found.</param>
    /// <param name="cancellation">Ends the waiting for locks and hosts.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled before anything was changed.</exception>
    internal async Task<RepairedFinding> RepairAsync(Finding finding, CancellationToken cancellation = default)
    {
        FrontEnd frontEnd = installation.Environment.FrontEnd;
        Finding? now = Examine(options with { Only = [finding.Kind], Skip = [] }).FirstOrDefault(found => found.IsSameAs(finding));
        if (now?.Mending is not { } repair)
            return new RepairedFinding(finding, now is null ? RepairOutcome.Gone : RepairOutcome.Failed, frontEnd, now is null ? null : NoRepair(finding));

        try
        {
            Advice undo = await repair.MakeAsync(cancellation).ConfigureAwait(false);
            return new RepairedFinding(now, RepairOutcome.Repaired, frontEnd) { Undo = undo.In(frontEnd) };
        }
        catch (MoltbotException error) when (error.Code != ErrorCode.Interrupted)
        {
            return new RepairedFinding(now, RepairOutcome.Failed, frontEnd, error);
        }
    }

    private static MoltbotException NoRepair(Finding finding) => new(
        ErrorCode.InvalidArgument, $"There is no repair for {finding.Id}; a person has to do it: {finding.Message}") { Path = finding.Path };

    private IReadOnlyList<Finding> Examine(ExaminationOptions wanted)
    {
        MoltbotInstallation present = Interlocked.Exchange(ref unread, null) ?? installation.Reopen();
        return new Examination(wanted.Only, wanted.Skip).Of(present.ToExamine(openSecrets, wanted.Deep, probes, RenewAsync, StorePending));

        async Task RenewAsync(AgentContext agent, string profileId, CancellationToken cancellation)
        {
            using InstallationSignIns signIns = present.OpenSignIns(network);
            IReadOnlyList<StoredSignIn> found = signIns.Find(agent.Id, provider: null, [profileId], TimeSpan.Zero);
            foreach (RenewedSignIn renewed in await signIns.RenewAsync(found, TimeSpan.Zero, cancellation).ConfigureAwait(false))
            {
                if (renewed.ToError() is { } error)
                    throw error;
            }
        }

        void StorePending(CancellationToken cancellation)
        {
            using InstallationSignIns signIns = present.OpenSignIns(network);
            signIns.StorePending(cancellation);
        }
    }
}

using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Health;
using Moltbot.Core.Installation;
using Moltbot.Core.Monitoring;
using Moltbot.Core.Monitoring.Channels;
using Moltbot.Core.Probing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Quotas;
using Moltbot.Core.Renewing;
using Moltbot.Core.Resolving;
using Moltbot.Core.Rotating;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core;

/// <summary>Looks after the credentials of an installation, pass by pass, and tells people in time.</summary>
public sealed class InstallationMonitor
{
    /// <summary>Who is told what has changed since the last pass, without any channel: whoever ran it.</summary>
    private const string Caller = "";

    private const int NotFine = 1;

    private readonly MonitorSurroundings surroundings;
    private readonly SecretResolver secrets;
    private readonly HttpMessageHandler? network;
    private MoltbotInstallation installation;

    internal InstallationMonitor(MoltbotInstallation installation, MonitorSurroundings surroundings)
    {
        this.installation = installation;
        this.surroundings = surroundings;
        secrets = surroundings.Secrets;
        network = surroundings.Network;
    }

    private InstallationPaths Paths => installation.Paths;

    /// <summary>
    /// Makes one pass: renews what is due, looks at everything, and tells each channel what it does not know yet. Of two passes
    /// at once the second does nothing.
    /// </summary>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends it. What was accepted by then is remembered, and what is being renewed is stored.</param>
    /// <exception cref="MoltbotException">
    /// There is no installation (<see cref="ErrorCode.InstallationNotFound"/>) or no such agent, nothing may be written there, or it cannot be read what
    /// people know already.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<MonitorPass> RunAsync(MonitorOptions options, CancellationToken cancellation = default)
    {
        DateTimeOffset start = installation.Clock.GetUtcNow();
        if (!installation.Exists)
            throw installation.Missing();

        InstallationLayout.Of(Paths).MayKeep.Require();
        if (options.Agent is not null)
            installation.FindAgent(options.Agent);
        if (options.IsRehearsal)
            return await PassAsync(options, start, held: null, cancellation).ConfigureAwait(false);

        AtomicFile.Create(Paths.LastPassPath, "{}\n"u8);
        using DirectoryLock? held = new LockAttempts(Paths.LastPassPath, LockOptions.Default).TryTake();
        return held is null
            ? new MonitorPass { StateDirectory = Paths.StateDirectory, StartedAt = start, FinishedAt = start, IsSkipped = true, ExitCode = 0, Warnings = ["Another pass is at work there, so this one has done nothing."] }
            : await PassAsync(options, start, held, cancellation).ConfigureAwait(false);
    }

    /// <summary>How the monitoring is set up, what came of its last pass, and what is due. Nothing is sent or written.</summary>
    /// <exception cref="MoltbotException">It cannot be read who starts the passes.</exception>
    public MonitorStatus ReadStatus()
    {
        DateTimeOffset now = installation.Clock.GetUtcNow();
        MonitorSettings settings = MonitorSettingsReader.Read(Paths.MonitorSettingsPath);
        InstalledSchedule? schedule = installation.MonitorSchedule.Find();
        LastPass? last = LastPass.Read(Paths.LastPassPath);
        ModelStatus[] statuses = [.. Statuses(agent: null, settings.Warn.Warning)];
        Dictionary<string, string> owners = Owners();
        MonitorFindings findings = new(Paths.StateDirectory, now);
        StatusFindings seen = new(findings, settings, installation.Environment.FrontEnd);
        foreach (ModelStatus status in statuses)
            seen.Add(status, path => path is null ? null : owners.GetValueOrDefault(path));

        DateTimeOffset? next = schedule is null ? null : (last?.StartedAt ?? schedule.InstalledAt) + schedule.Every;
        return new MonitorStatus
        {
            StateDirectory = Paths.StateDirectory,
            SettingsPath = Paths.MonitorSettingsPath,
            Schedule = schedule,
            Channels = [.. settings.Channels.Select(channel => channel.Description)],
            LastPass = last,
            NextPassAt = next,
            IsOverdue = next < now - schedule?.Every,
            Due = [.. Due(statuses, owners).OrderBy(due => due.ExpiresAt)],
            Findings = [.. findings.Events.OrderByDescending(one => one.Severity)],
            Errors = [.. settings.Problems.Concat(statuses.SelectMany(status => status.Errors)).DistinctBy(error => error.Message, StringComparer.Ordinal)],
            Time = now,
            Host = surroundings.Host,
        };
    }

    /// <summary>Writes a page about the monitoring, which holds addresses and so is its owner's only.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.WriteFailed"/>, or nothing may be written there.</exception>
    public void WritePage(string path, MonitorStatus status)
    {
        installation.LayoutOf(path).MayKeep.Require();
        AtomicFile.Replace(path, Encoding.UTF8.GetBytes(status.ToHtml()));
    }

    /// <summary>The state of the credentials now as OpenMetrics text. Nothing is sent or written.</summary>
    /// <param name="agent">The only agent, or <see langword="null"/> for all.</param>
    /// <param name="anonymous">Whether installations, agents and profiles are not named.</param>
    public string ReadMetrics(string? agent = null, bool anonymous = false) => MetricsOf([.. Statuses(agent, warnWithin: null)], anonymous, LastPass.Read(Paths.LastPassPath));

    /// <summary>Writes the metrics to a file, which is replaced as a whole and open to those who read it.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.WriteFailed"/>, or nothing may be written there.</exception>
    public void WriteMetrics(string path, string metrics)
    {
        installation.LayoutOf(path).MayKeep.Require();
        PublicFile.Write(path, metrics);
    }

    private async Task<MonitorPass> PassAsync(MonitorOptions options, DateTimeOffset start, DirectoryLock? held, CancellationToken cancellation)
    {
        MonitorSettings settings = MonitorSettingsReader.Read(Paths.MonitorSettingsPath);
        List<MoltbotException> errors = [.. settings.Problems];
        MonitorFindings findings = new(Paths.StateDirectory, start);
        List<string> warnings = [];
        IReadOnlyList<string> ended = options.IsRehearsal ? [] : await EndRotationsAsync(errors, warnings, cancellation).ConfigureAwait(false);
        if (ended.Count > 0)
            installation = installation.Reopen();

        ModelStatus[] statuses = [.. Statuses(options.Agent, settings.Warn.Warning)];
        IReadOnlyList<string> renewed = [];
        if (!options.IsRehearsal && (options.RefreshWithin ?? settings.RefreshWithin) is { } within && within > TimeSpan.Zero)
        {
            foreach (ModelStatus status in statuses.Where(status => status.Errors.Count == 0))
                findings.LookedAt(MonitorAspect.Renewal, status.Agent);

            // Nearly always nothing is due, and then everything was read once.
            if (statuses.Any(status => HasDue(status, start + within)))
            {
                renewed = await RenewAsync(options.Agent, within, findings, errors, cancellation).ConfigureAwait(false);
                statuses = [.. Statuses(options.Agent, settings.Warn.Warning)];
            }
        }

        Dictionary<string, string> owners = Owners();
        StatusFindings seen = new(findings, settings, installation.Environment.FrontEnd);
        foreach (ModelStatus status in statuses)
            seen.Add(status, path => path is null ? null : owners.GetValueOrDefault(path));

        if (!options.IsRehearsal && (options.Probe || settings.Probe))
            await ProbeAsync(statuses, findings, errors, cancellation).ConfigureAwait(false);
        if (!options.IsRehearsal && settings.QuotaPercent is { } percent)
            await AskForQuotasAsync(statuses, percent, findings, errors, cancellation).ConfigureAwait(false);

        MonitorMemory memory = MonitorMemory.Read(Paths.MonitorMemoryPath, mayMove: !options.IsRehearsal, start.ToUnixTimeMilliseconds());
        MonitorComparison changed = MonitorComparison.Of(findings, memory.Of(Caller), MonitorSeverity.Notice, settings.Repeat, quiet: null);
        ChannelDelivery[] deliveries = await TellAsync(settings, findings, memory, options.IsRehearsal, cancellation).ConfigureAwait(false);
        errors.AddRange(statuses.SelectMany(status => status.Errors).DistinctBy(error => error.Message, StringComparer.Ordinal));
        errors.AddRange(deliveries.Select(delivery => delivery.ToError()).OfType<MoltbotException>());
        int exitCode = errors.Count > 0 || findings.Events.Any(IsBroken) ? NotFine : statuses.Max(status => status.ExitCodeOnceRenewed);
        warnings.AddRange([.. memory.Warning is { } warning ? [warning] : (string[])[], .. installation.Warnings]);
        if (held is not null)
            await RememberAsync(settings, options, statuses, findings, memory, changed, deliveries, errors, exitCode, start, held, cancellation).ConfigureAwait(false);

        return new MonitorPass
        {
            StateDirectory = Paths.StateDirectory,
            StartedAt = start,
            FinishedAt = installation.Clock.GetUtcNow(),
            ExitCode = errors.Count > 0 ? NotFine : exitCode,
            Events = [.. changed.Events],
            Findings = [.. findings.Events.OrderByDescending(one => one.Severity)],
            Deliveries = [.. deliveries],
            Renewed = [.. renewed],
            EndedRotations = [.. ended],
            Errors = [.. errors.DistinctBy(error => error.Message, StringComparer.Ordinal)],
            Warnings = [.. warnings],
        };
    }

    /// <summary>What cannot be used, as against what rests or will end.</summary>
    private static bool IsBroken(MonitorEvent found) =>
        found.Kind is MonitorEventKind.Expired or MonitorEventKind.Missing or MonitorEventKind.Refused or MonitorEventKind.NotRead;

    private static bool HasDue(ModelStatus status, DateTimeOffset time) =>
        status.Health.Profiles.Any(profile => profile.Profile is { Kind: AuthProfileKind.OAuth, IsLeftToGateway: false } && !SignIns.IsFresh(profile.Profile, time.ToUnixTimeMilliseconds()));

    /// <summary>The statuses of the agents, main's first, with one reading of each file.</summary>
    private IEnumerable<ModelStatus> Statuses(string? agent, TimeSpan? warnWithin)
    {
        Readings readings = new();
        IEnumerable<Agent> agents = agent is null
            ? installation.AgentIds.OrderByDescending(id => id == AgentId.Main).Select(id => id == AgentId.Main ? installation.MainAgent : installation.AgentOf(id))
            : [installation.FindAgent(agent)];
        return agents.Select(one => new ModelStatusReport(one.ContextIn(readings), installation.Facts).Build(only: null, warnWithin));
    }

    /// <summary>What has ended or will within the time that is looked ahead, but for sign-ins that renew themselves.</summary>
    private static IEnumerable<DueCredential> Due(ModelStatus[] statuses, Dictionary<string, string> owners) =>
        from status in statuses
        from profile in status.Providers.SelectMany(provider => provider.Profiles).DistinctBy(profile => profile.ProfileId, StringComparer.Ordinal)
        where profile is { RenewsItself: false, ExpiresAt: not null, ExpiresIn: not null } && profile.ProfileHealth is not { Status: HealthStatus.Ok, IsRenewable: true } && profile.ExpiresIn.Value.TotalDays < TimeLine.Days
        let owner = profile.Path is { } path ? owners.GetValueOrDefault(path, status.Agent) : status.Agent
        group (profile, owner) by (profile.Path, profile.ProfileId) into same
        let first = same.First()
        select new DueCredential
        {
            StateDirectory = first.profile.StateDirectory,
            Agent = first.owner,
            Provider = first.profile.Provider,
            ProfileId = first.profile.ProfileId,
            ExpiresAt = first.profile.ExpiresAt!.Value,
            ExpiresIn = first.profile.ExpiresIn!.Value,
        };

    private Dictionary<string, string> Owners()
    {
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        foreach (AgentId id in installation.AgentIds)
            owners.TryAdd((id == AgentId.Main ? installation.MainAgent : installation.AgentOf(id)).StorePath, id.Value);

        return owners;
    }

    /// <summary>Ends the rotations whose old keys have been kept as long as was wanted. One that must wait for a vault is told and goes on.</summary>
    private async Task<IReadOnlyList<string>> EndRotationsAsync(List<MoltbotException> errors, List<string> warnings, CancellationToken cancellation)
    {
        List<string> ended = [];
        InstallationRotations rotations = installation.OpenRotations(surroundings.Vaults, network);
        try
        {
            foreach (KeyRotation due in rotations.FindDue())
            {
                KeyRotation now = due;
                await surroundings.Run(() => now = rotations.End(due, cancellation)).ConfigureAwait(false);
                warnings.AddRange(now.Warnings);
                if (now.Stage == RotationStage.Ended)
                    ended.Add($"{due.Agent}/{due.ProfileId}");
            }
        }
        catch (MoltbotException error)
        {
            // The next pass tries again.
            errors.Add(error);
        }

        return ended;
    }

    private async Task<IReadOnlyList<string>> RenewAsync(string? agent, TimeSpan within, MonitorFindings findings, List<MoltbotException> errors, CancellationToken cancellation)
    {
        using InstallationSignIns signIns = installation.OpenSignIns(network);
        try
        {
            StoredSignIn[] due = [.. signIns.Find(agent is null ? null : installation.FindAgent(agent).Id, provider: null, profileIds: null, within).Where(signIn => signIn.IsDue)];
            if (due.Length == 0)
                return [];

            IReadOnlyList<RenewedSignIn> results = await signIns.RenewAsync(due, within, cancellation).ConfigureAwait(false);
            foreach (RenewedSignIn signIn in results)
                NoteRenewal(signIn, findings);

            // Also what is refused is remembered now.
            installation = installation.Reopen();
            return [.. results.Where(signIn => signIn.Outcome is RenewalOutcome.Renewed or RenewalOutcome.TakenOver).Select(signIn => $"{signIn.Agent}/{signIn.ProfileId}")];
        }
        catch (MoltbotException error)
        {
            // A store that cannot be read shows in the status as well; the rest of the pass goes on.
            errors.Add(error);
            return [];
        }
    }

    private void NoteRenewal(RenewedSignIn signIn, MonitorFindings findings)
    {
        if (signIn.ToError() is not { } error || error.Code == ErrorCode.RefreshTokenRejected)
            return;

        findings.Add(new MonitorEvent(new MonitorKey(MonitorAspect.Renewal, signIn.Agent, signIn.ProfileId))
        {
            StateDirectory = signIn.StateDirectory,
            Kind = MonitorEventKind.NotRenewed,
            Severity = MonitorSeverity.Warning,
            Provider = signIn.Provider,
            ProfileId = signIn.ProfileId,
            Until = signIn.ExpiresAt,
            Message = VisibleText.OfSentence(error.MessageIn(installation.Environment.FrontEnd)),
        });
    }

    private async Task ProbeAsync(ModelStatus[] statuses, MonitorFindings findings, List<MoltbotException> errors, CancellationToken cancellation)
    {
        using InstallationProbes probes = installation.OpenProbes(network);
        HashSet<string> asked = new(StringComparer.Ordinal);
        foreach (ModelStatus status in statuses.Where(status => status.Errors.Count == 0))
        {
            try
            {
                Agent agent = status.Agent == AgentId.Main.Value ? installation.MainAgent : installation.GetAgent(status.Agent);
                string[] own = [.. status.Providers.SelectMany(provider => provider.Profiles).Where(profile => asked.Add($"{profile.Path}\n{profile.ProfileId}")).Select(profile => profile.ProfileId)];
                if (own.Length == 0)
                    continue;

                ProbeReport report = await probes.ProbeAsync(agent, new ProbeSelection(ProfileIds: own), new ProbeOptions(), FetchAsync, cancellation: cancellation).ConfigureAwait(false);
                findings.LookedAt(MonitorAspect.Probe, status.Agent);
                foreach (CredentialProbe result in report.Results)
                    NoteProbe(result, findings);
            }
            catch (MoltbotException error)
            {
                errors.Add(error);
            }
        }

        cancellation.ThrowIfCancellationRequested();
    }

    private static void NoteProbe(CredentialProbe result, MonitorFindings findings)
    {
        MonitorKey key = new(MonitorAspect.Probe, result.Agent, result.ProfileId ?? result.Label);
        if (!result.IsRefused)
        {
            if (!result.Succeeded)
                findings.Undecided(key);

            return;
        }

        findings.Add(new MonitorEvent(key)
        {
            StateDirectory = result.StateDirectory,
            Kind = MonitorEventKind.Refused,
            Severity = MonitorSeverity.Critical,
            Provider = result.Provider,
            ProfileId = result.ProfileId,
            Message = VisibleText.OfSentence($"{result.Label} is not accepted by its provider{(result.Message is { Length: > 0 } said ? $": {said}" : "")}.{(result.NextStep is { } next ? $" {next}" : "")}"),
        });
    }

    private async Task AskForQuotasAsync(ModelStatus[] statuses, double percent, MonitorFindings findings, List<MoltbotException> errors, CancellationToken cancellation)
    {
        // Who inherits everything uses the same plans.
        foreach (ModelStatus status in statuses.Where(status => status.Errors.Count == 0 && (statuses.Length == 1 || status.Providers.Any(provider => provider.Profiles.Any(profile => profile.Path == status.Path)))))
        {
            try
            {
                AgentUsage? prepared = null;
                await surroundings.Run(() => prepared = installation.GetAgent(status.Agent).OpenUsage(new UsageOptions(), secrets, network)).ConfigureAwait(false);
                using AgentUsage usage = prepared!;
                IReadOnlyList<ProviderUsage> answers = await usage.AskAsync(cancellation).ConfigureAwait(false);
                findings.LookedAt(MonitorAspect.Quota, status.Agent);
                foreach (ProviderUsage answer in answers)
                    NoteQuota(answer, percent, findings);
            }
            catch (MoltbotException error)
            {
                errors.Add(error);
            }
        }
    }

    private static void NoteQuota(ProviderUsage answer, double percent, MonitorFindings findings)
    {
        MonitorKey key = new(MonitorAspect.Quota, answer.Agent, answer.Provider);
        if (answer.Error is not null)
            findings.Undecided(key);

        if (answer.Windows.Where(window => window.UsedPercent >= percent).MaxBy(window => window.UsedPercent) is not { } fullest)
            return;

        findings.Add(new MonitorEvent(key)
        {
            StateDirectory = answer.StateDirectory,
            Kind = MonitorEventKind.QuotaNearlyUsed,
            Severity = MonitorSeverity.Warning,
            Provider = answer.Provider,
            Until = fullest.ResetsAt,
            Message = VisibleText.OfSentence($"{answer.DisplayName}: {fullest.UsedPercent:0}% of {fullest.Label} is used{(fullest.ResetsAt is { } reset ? $"; it begins anew at {UnixTime.ToReadable(reset.ToUnixTimeMilliseconds())}" : "")}."),
        });
    }

    /// <summary>Tells all channels at the same time. What one accepts is remembered, whatever becomes of the others.</summary>
    private async Task<ChannelDelivery[]> TellAsync(MonitorSettings settings, MonitorFindings findings, MonitorMemory memory, bool isRehearsal, CancellationToken cancellation)
    {
        // All in one pass, and where vaults may be opened; whoever tells a channel finds them fetched.
        if (!isRehearsal)
            await FetchAsync([.. settings.Channels.SelectMany(channel => channel.Values.Values).Append(settings.DeadMan).Select(value => value?.Reference).OfType<SecretReference>()]).ConfigureAwait(false);

        using MonitorChannels channels = new(installation.Environment, installation.Clock, secrets, network);
        ChannelDelivery?[] deliveries = await Task.WhenAll(settings.Channels.Select(channel => TellAsync(channels, channel, settings, findings, memory, isRehearsal, cancellation))).ConfigureAwait(false);
        return [.. deliveries.OfType<ChannelDelivery>()];
    }

    private async Task<ChannelDelivery?> TellAsync(MonitorChannels channels, ChannelSettings channel, MonitorSettings settings, MonitorFindings findings, MonitorMemory memory, bool isRehearsal, CancellationToken cancellation)
    {
        MonitorComparison comparison = MonitorComparison.Of(findings, memory.Of(channel.Name), channel.Least, settings.Repeat, settings.Quiet);
        if (comparison.Events.Count == 0)
        {
            memory.Set(channel.Name, comparison.Told);
            return null;
        }

        MonitorMessage message = new()
        {
            Events = comparison.Events,
            Host = surroundings.Host,
            StateDirectory = Paths.StateDirectory,
            Time = findings.Time,
            IsAllOver = comparison.Told.Told.Count == 0,
        };
        MoltbotException? error = null;
        if (!isRehearsal)
        {
            try
            {
                await channels.SendAsync(channel, message, cancellation).ConfigureAwait(false);
            }
            catch (MoltbotException refusal)
            {
                error = refusal.In(installation.Environment.FrontEnd);
            }
            catch (OperationCanceledException)
            {
                // What others have accepted is remembered before the pass ends.
                error = new MoltbotException(ErrorCode.Interrupted, $"Channel {channel.Description} was interrupted before it had accepted what it was told.");
            }
        }

        lock (memory)
            memory.Set(channel.Name, error is null ? comparison.Told : comparison.Untold);

        return new ChannelDelivery(channel, message, error, isSent: !isRehearsal);
    }

    private async Task<IReadOnlyList<FetchedSecret>> FetchAsync(IReadOnlyList<SecretReference> references)
    {
        IReadOnlyList<FetchedSecret> fetched = [];
        if (references.Count > 0)
            await surroundings.Run(() => fetched = secrets.Resolve(references)).ConfigureAwait(false);

        return fetched;
    }

    private async Task RememberAsync(
        MonitorSettings settings,
        MonitorOptions options,
        ModelStatus[] statuses,
        MonitorFindings findings,
        MonitorMemory memory,
        MonitorComparison changed,
        ChannelDelivery[] deliveries,
        List<MoltbotException> errors,
        int exitCode,
        DateTimeOffset start,
        DirectoryLock held,
        CancellationToken cancellation)
    {
        memory.Set(Caller, changed.Told);

        // A slip in the settings must not make a channel forget what it was told.
        if (settings.Problems.Count == 0)
            memory.Keep(settings.Channels.Select(channel => channel.Name).Append(Caller));

        memory.Write();
        if (settings.DeadMan is { } deadMan && errors.Count == 0 && !cancellation.IsCancellationRequested)
            await CallAsync(deadMan, errors, cancellation).ConfigureAwait(false);

        LastPass last = new()
        {
            StartedAt = start,
            FinishedAt = installation.Clock.GetUtcNow(),
            ExitCode = errors.Count > 0 ? NotFine : exitCode,
            Findings = findings.Events.Count,
            Told = deliveries.Where(delivery => delivery.IsAccepted).Sum(delivery => delivery.Events.Count),
            Errors = [.. errors.Select(error => error.Message).Distinct(StringComparer.Ordinal)],
        };
        AtomicFile.Replace(held, last.ToBytes(), isLasting: false);
        if (options.MetricsPath is { } path)
        {
            try
            {
                WriteMetrics(path, MetricsOf(statuses, options.Anonymous, last));
            }
            catch (MoltbotException error)
            {
                errors.Add(error);
            }
        }

        cancellation.ThrowIfCancellationRequested();
    }

    private async Task CallAsync(ChannelValue address, List<MoltbotException> errors, CancellationToken cancellation)
    {
        using MonitorChannels channels = new(installation.Environment, installation.Clock, secrets, network);
        try
        {
            await channels.CallAsync(address, cancellation).ConfigureAwait(false);
        }
        catch (MoltbotException error)
        {
            errors.Add(error);
        }
        catch (OperationCanceledException)
        {
            // The pass ends once it is written down.
        }
    }

    private string MetricsOf(ModelStatus[] statuses, bool anonymous, LastPass? last)
    {
        MonitorMetrics metrics = new(anonymous);
        foreach (ModelStatus status in statuses)
            metrics.Add(status);
        if (last is not null)
            metrics.Add(Paths.StateDirectory, last);

        return metrics.ToText();
    }
}

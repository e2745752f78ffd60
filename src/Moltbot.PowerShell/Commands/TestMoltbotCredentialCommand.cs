using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Files;
using Moltbot.Core.Health;
using Moltbot.Core.Probing;
using Moltbot.Core.Providers;
using Moltbot.Core.Resolving;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Asks providers whether they accept an agent's credentials now.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MoltbotCredential", HelpUri = OnlineHelp.Pages + "Test-MoltbotCredential.md", SupportsShouldProcess = true)]
[OutputType(typeof(CredentialProbe), typeof(bool))]
public sealed class TestMoltbotCredentialCommand : CheckCmdlet
{
    private const string Activity = "Asking providers";

    private readonly List<Wanted> wanted = [];

    /// <summary>The profiles' ids, with wildcards; if omitted all profiles, and the keys of the environment and the configuration.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [Name]
    public string[]? ProfileId { get; set; }

    /// <summary>The only provider that is asked.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Name]
    public string? Provider { get; set; }

    /// <summary>The agent's id, with wildcards; the configured default agent if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <summary>How much is asked: List, which is free, or Completion, which costs a few tokens.</summary>
    [Parameter]
    public ProbeLevel Level { get; set; }

    /// <summary>The models to ask with Completion, as provider/model or alias, one for each provider; the cheapest that the configuration names if omitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string[]? Model { get; set; }

    /// <summary>How long one credential may take: a TimeSpan, or a text such as 800ms or 5s; seconds if only a number is given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration("s")]
    public TimeSpan? Timeout { get; set; }

    /// <summary>How many providers are asked at the same time.</summary>
    [Parameter]
    [ValidateRange(1, ProbeOptions.MostAtOnce)]
    public int ThrottleLimit { get; set; } = ProbeOptions.MostAtOnce;

    /// <summary>Whether the outcome goes into the rotation, as Update-MoltbotAuthUsage has it.</summary>
    [Parameter]
    public SwitchParameter UpdateUsage { get; set; }

    /// <summary>Whether expired sign-ins are told as such and not renewed.</summary>
    [Parameter]
    public SwitchParameter NoRefresh { get; set; }

    /// <summary>Whether only true or false is written: whether all credentials are accepted.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void Prepare() => RequireUsableConfiguration();

    /// <summary>Gathers, so that what the pipeline brings is asked about together.</summary>
    protected override void Process()
    {
        ProviderId? provider = string.IsNullOrEmpty(Provider) ? null : ProviderId.Parse(Provider);
        foreach (Agent agent in FindAgents(Agent, FindAgent))
            AttemptItem(() => Add(agent, provider, ProfileId is null ? null : Named(agent, provider, ProfileId)));
    }

    /// <inheritdoc/>
    private protected override void Last()
    {
        bool areAllAccepted = wanted.Count > 0;
        foreach (Wanted one in wanted)
        {
            ProbeReport report = Probe(one);
            Report(report.ExitCode);
            areAllAccepted &= report.Results.Count > 0 && report.Results.All(result => result.Succeeded);
            if (UpdateUsage)
                Record(one.Agent, report);
        }

        if (Quiet)
            WriteObject(areAllAccepted && !HasFailed);
    }

    /// <summary>What is refused, 1, is worse than what could not be found out, 3.</summary>
    private protected override int Worse(int exitCode, int other) => exitCode is 1 || other is 1 ? 1 : Math.Max(exitCode, other);

    private ProbeOptions Options => new()
    {
        Level = Level,
        Models = Model ?? [],
        Timeout = Timeout ?? new ProbeOptions().Timeout,
        ThrottleLimit = ThrottleLimit,
        NoRefresh = NoRefresh || IsRehearsal,
    };

    private ProbeReport Probe(Wanted one)
    {
        ProbeSelection selection = new(one.Provider, one.ProfileIds);
        if (Level == ProbeLevel.Completion && !Approves(new PlannedChange(one.Agent.StorePath, "Ask models, which costs a few tokens for each credential")))
            return new ProbeReport([], Options, selection, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, IsComplete: true);

        using InstallationProbes probes = one.Agent.OpenProbes();
        ProbeReport report = Pump((thread, cancellation) => probes.ProbeAsync(
            one.Agent,
            selection,
            Options,
            references => thread.Ask(() => one.Secrets.Resolve(references)),
            name => _ = thread.Do(() => WriteProgress(new ProgressRecord(1, Activity, name))),
            result => _ = thread.Do(() => Write(result)),
            cancellation));
        WriteProgress(new ProgressRecord(1, Activity, "Done") { RecordType = ProgressRecordType.Completed });
        return report;
    }

    private void Write(CredentialProbe result)
    {
        if (!Quiet)
            WriteObject(result);
    }

    private void Record(Agent agent, ProbeReport report)
    {
        CredentialProbe[] approved = [.. InstallationProbes.WorthRecording(report.Results)
            .Where(result => Approves(new PlannedChange(agent.StorePath, $"Remember of {result.ProfileId} that the provider says {result.State.ToName()}")))];
        InstallationProbes.Record(agent, approved, Cancellation);
    }

    private void Add(Agent agent, ProviderId? provider, string[]? ids)
    {
        int same = wanted.FindIndex(other => other.Agent.IsSameAs(agent) && other.Provider == provider && other.ProfileIds is null == ids is null);
        if (same < 0)
            wanted.Add(new Wanted(agent, provider, ids, Secrets));
        else if (ids is not null)
            wanted[same] = wanted[same] with { ProfileIds = [.. wanted[same].ProfileIds!.Union(ids, StringComparer.Ordinal)] };
    }

    /// <summary>The profiles that names with wildcards fit; one without that is not there is an error about it.</summary>
    private string[] Named(Agent agent, ProviderId? provider, string[] names)
    {
        ProfileStatus[] profiles = [.. agent.GetProfiles().Profiles.Where(profile => provider is null || ProviderId.Parse(profile.Provider) == provider)];
        return [.. names.SelectMany(name => Matching(name)).Distinct(StringComparer.Ordinal)];

        IEnumerable<string> Matching(string name)
        {
            if (Array.Exists(profiles, profile => profile.ProfileId == name))
                return [name];
            if (!WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteItemError(Errors.ToRecord(agent.MissingProfile(name, provider)));
                return [];
            }

            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            return profiles.Select(profile => profile.ProfileId).Where(pattern.IsMatch);
        }
    }

    private sealed record Wanted(Agent Agent, ProviderId? Provider, string[]? ProfileIds, SecretResolver Secrets);
}

using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Health;
using Moltbot.Core.Providers;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Gets an agent's auth profiles, with masked values.</summary>
[Cmdlet(VerbsCommon.Get, "MoltbotAuthProfile", HelpUri = OnlineHelp.Pages + "Get-MoltbotAuthProfile.md")]
[OutputType(typeof(ProfileStatus))]
public sealed class GetMoltbotAuthProfileCommand : AgentsCmdlet
{
    /// <summary>The profiles' ids, with wildcards; all profiles if omitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [Name]
    public string[] ProfileId { get; set; } = ["*"];

    /// <summary>The only provider whose profiles are meant.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Name]
    public string? Provider { get; set; }

    /// <inheritdoc/>
    protected override void Process(Agent agent)
    {
        ProviderId? provider = string.IsNullOrEmpty(Provider) ? null : ProviderId.Parse(Provider);
        ProfileListing listing = agent.GetProfiles();
        WriteWarnings(listing.Warnings);
        ProfileStatus[] profiles = [.. listing.Profiles.Where(profile => provider is null || ProviderId.Parse(profile.Provider) == provider)];
        foreach (string name in ProfileId)
            WriteMatches(agent, profiles, provider, name);
    }

    private void WriteMatches(Agent agent, ProfileStatus[] profiles, ProviderId? provider, string name)
    {
        ProfileStatus[] matches = Match(profiles, name);
        if (matches.Length > 0 || WildcardPattern.ContainsWildcardCharacters(name))
            WriteObject(matches, enumerateCollection: true);
        else
            WriteError(Errors.ToRecord(agent.MissingProfile(name, provider)));
    }

    /// <summary>The profile of that very id, which may hold a wildcard character; else those that the pattern fits.</summary>
    private static ProfileStatus[] Match(ProfileStatus[] profiles, string name)
    {
        ProfileStatus[] exact = Array.FindAll(profiles, profile => profile.ProfileId == name);
        if (exact.Length > 0 || !WildcardPattern.ContainsWildcardCharacters(name))
            return exact;

        WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        return Array.FindAll(profiles, profile => pattern.IsMatch(profile.ProfileId));
    }
}

using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Importing;
using Moltbot.Core.Profiles;

namespace Moltbot.PowerShell.Vault.Commands;

/// <summary>Lists the profiles, with what is known about them.</summary>
[Cmdlet(VerbsCommon.Get, "SecretInfo")]
[OutputType(typeof(object))]
public sealed class GetSecretInfoCommand : VaultCmdlet
{
    /// <summary>A pattern for the profiles' ids.</summary>
    [Parameter]
    public string Filter { get; set; } = "*";

    /// <inheritdoc/>
    protected override void Process(Agent agent)
    {
        WildcardPattern pattern = WildcardPattern.Get(string.IsNullOrEmpty(Filter) ? "*" : Filter, WildcardOptions.IgnoreCase);
        AuthProfile[] profiles = [.. agent.ReadStore().StoreOrThrow().Profiles.Where(profile => pattern.IsMatch(profile.Id) || profile.Id == Filter)];

        // SecretManagement cannot list two names that differ in case only.
        AuthProfile[] listed = [.. profiles.DistinctBy(profile => profile.Id, StringComparer.OrdinalIgnoreCase)];
        foreach (AuthProfile hidden in profiles.Except(listed))
            WriteWarning($"{hidden.Id} is not listed, because another profile has the same name in other case. Get-Secret finds it all the same.");

        SecretInformation information = new();
        foreach (AuthProfile profile in listed)
            WriteObject(information.Create(profile.Id, VaultName, SecretMetadata.Of(profile, agent.Id, agent.StateDirectory)));
    }
}

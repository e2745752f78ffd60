using System.Management.Automation;
using Moltbot.Core;

namespace Moltbot.PowerShell.Commands;

/// <summary>Gets the installations that there are, with whose each is and how that is known.</summary>
[Cmdlet(VerbsCommon.Get, "MoltbotInstallation", HelpUri = OnlineHelp.Pages + "Get-MoltbotInstallation.md")]
[OutputType(typeof(InstallationOverview))]
public sealed class GetMoltbotInstallationCommand : MoltbotCmdlet
{
    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public override string? StateDirectory { get; set; }

    /// <inheritdoc/>
    protected override void Process() => WriteObject(FindInstallations(), enumerateCollection: true);
}

using System.Management.Automation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Takes away the installation and the agent that are the defaults of this session.</summary>
[Cmdlet(VerbsCommon.Clear, "MoltbotContext", HelpUri = OnlineHelp.Pages + "Clear-MoltbotContext.md")]
[OutputType(typeof(void))]
public sealed class ClearMoltbotContextCommand : DiscreetCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => MoltbotContext.Current = null;
}

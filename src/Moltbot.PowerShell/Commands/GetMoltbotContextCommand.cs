using System.Management.Automation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Gets the installation and the agent that are the defaults of this session.</summary>
[Cmdlet(VerbsCommon.Get, "MoltbotContext", HelpUri = OnlineHelp.Pages + "Get-MoltbotContext.md")]
[OutputType(typeof(MoltbotContext))]
public sealed class GetMoltbotContextCommand : DiscreetCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Views.Load(this);
        if (MoltbotContext.Current is { } context)
            WriteObject(context);
    }
}

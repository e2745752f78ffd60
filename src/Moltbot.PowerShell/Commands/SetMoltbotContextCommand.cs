using System.Management.Automation;
using Moltbot.Core.Errors;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Sets the installation and the agent that the cmdlets of this session mean where nothing else names them.</summary>
[Cmdlet(VerbsCommon.Set, "MoltbotContext", HelpUri = OnlineHelp.Pages + "Set-MoltbotContext.md")]
[OutputType(typeof(MoltbotContext))]
public sealed class SetMoltbotContextCommand : MoltbotCmdlet
{
    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public override string? StateDirectory { get; set; }

    /// <summary>The agent's id; the one that each cmdlet means by itself if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <summary>Whether the context is written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (!MyInvocation.ExpectingInput && StateDirectory is null && Agent is null)
            throw new MoltbotException(ErrorCode.InvalidArgument, "Neither a state directory nor an agent is named. Name one or both, or take the context away with Clear-MoltbotContext.");
    }

    /// <summary>What is not there now would be missed by everything that follows, so it is an error here.</summary>
    protected override void Prepare()
    {
        if (!Installation.Exists)
            throw Installation.Missing();

        RequireUsableConfiguration();
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        MoltbotContext context = new(Installation.Paths.StateDirectory, string.IsNullOrEmpty(Agent) ? null : Installation.FindAgent(Agent).Id.Value);
        MoltbotContext.Current = context;
        WriteVerbose($"From now on, unless something else is named: {context.Description}");
        if (PassThru)
            WriteObject(context);
    }
}

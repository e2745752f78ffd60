using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Files;
using Moltbot.Core.Models;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Sets the default model, the one for images, or one agent's own, and allows it.</summary>
[Cmdlet(VerbsCommon.Set, "MoltbotDefaultModel", HelpUri = OnlineHelp.Pages + "Set-MoltbotDefaultModel.md", SupportsShouldProcess = true, DefaultParameterSetName = "Common")]
[OutputType(typeof(ChosenModel))]
public sealed class SetMoltbotDefaultModelCommand : ModelCmdlet
{
    /// <summary>The model as <c>provider/model</c>, or its alias.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [Name]
    public string Model { get; set; } = "";

    /// <summary>Whether the model for images is meant.</summary>
    [Parameter(ParameterSetName = "Common")]
    public SwitchParameter Image { get; set; }

    /// <summary>The agent that gets a model of its own; none for the default of all.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Agent", ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <summary>Whether the model is written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (string.IsNullOrEmpty(Agent))
            Set(Image ? ModelRole.Image : ModelRole.Text);
        else
            SetOf(Installation.FindAgent(Agent));
    }

    private void Set(ModelRole role)
    {
        Review(Installation.MainAgent, Models.Resolve(Model), Model);
        if (Approves(Models.PlanPrimary(role, Model)))
            Write(Models.SetPrimary(role, Model, Cancellation));
    }

    private void SetOf(Agent agent)
    {
        PlannedChange planned = Models.PlanAgentModel(agent.Id, Model);
        Review(agent, Models.Resolve(Model), Model);
        if (Approves(planned))
            Write(Models.SetAgentModel(agent.Id, Model, Cancellation));
    }

    private void Write(ChosenModel model)
    {
        if (PassThru)
            WriteObject(model);
    }
}

using System.Management.Automation;
using Moltbot.Core.Models;
using Moltbot.Core.Providers;
using Moltbot.PowerShell.Completion;

namespace Moltbot.PowerShell.Commands;

/// <summary>Sets the default model, the one for images, or one agent's own, and allows it.</summary>
[Cmdlet(VerbsCommon.Set, "MoltbotDefaultModel", SupportsShouldProcess = true, DefaultParameterSetName = "Common")]
[OutputType(typeof(ModelReference))]
public sealed class SetMoltbotDefaultModelCommand : ModelCmdlet
{
    /// <summary>The model as <c>provider/model</c>, or its alias.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string Model { get; set; } = "";

    /// <summary>Whether the model for images is meant.</summary>
    [Parameter(ParameterSetName = "Common")]
    public SwitchParameter Image { get; set; }

    /// <summary>The agent that gets a model of its own.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Agent")]
    [ArgumentCompleter(typeof(AgentCompleter))]
    public string Agent { get; set; } = "";

    /// <summary>Whether the model is written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == "Agent")
            SetOfAgent();
        else
            Set(Image ? ModelRole.Image : ModelRole.Text);
    }

    private void Set(ModelRole role)
    {
        ModelReference reference = Models.Resolve(Model);
        if (ShouldProcess(Models.ConfigPath, $"Set the {(role == ModelRole.Image ? "image" : "default")} model to {reference}"))
            Write(Models.SetPrimary(role, Model, Cancellation));
    }

    private void SetOfAgent()
    {
        ModelReference reference = Models.CheckAgentModel(Agent, Model);
        if (ShouldProcess(Models.ConfigPath, $"Set the model of agent {Agent} to {reference}"))
            Write(Models.SetAgentModel(Agent, Model, Cancellation));
    }

    private void Write(ModelReference model)
    {
        if (PassThru)
            WriteObject(model);
    }
}

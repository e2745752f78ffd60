namespace Moltbot.Core.Errors;

/// <summary>What a person can do next: a command, a parameter, or what else each front end calls differently.</summary>
/// <param name="Command">What it is on the command line.</param>
/// <param name="Cmdlet">What it is in the PowerShell module.</param>
internal sealed record NextStep(string Command, string Cmdlet)
{
    /// <summary>The step in a front end's words.</summary>
    public string In(FrontEnd frontEnd) => frontEnd == FrontEnd.Module ? Cmdlet : Command;

    /// <summary>Always in the command line's words.</summary>
    public override string ToString() => Command;
}

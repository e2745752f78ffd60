namespace Moltbot.Core.Errors;

/// <summary>What a person uses this through, and in whose words they are told what to do next.</summary>
public enum FrontEnd
{
    /// <summary>The <c>moltbot</c> command line.</summary>
    CommandLine,

    /// <summary>The PowerShell module.</summary>
    Module,
}

namespace Moltbot.PowerShell;

/// <summary>Where the pages of the cmdlets are that <c>Get-Help -Online</c> opens, also where no help is installed.</summary>
internal static class OnlineHelp
{
    /// <summary>The address that the name of a page follows.</summary>
    public const string Pages = "https://github.com/moltbot/Moltbot.PowerShell/blob/main/docs/en-US/";
}

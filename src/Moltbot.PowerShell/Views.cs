using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Moltbot.PowerShell;

/// <summary>
/// The formatted views of what the cmdlets write. They are loaded with the first command instead of with the module,
/// because reading them takes longer than all the rest of an import, and many sessions import what they do not use.
/// </summary>
internal static class Views
{
    private const string FileName = "Moltbot.PowerShell.Format.ps1xml";

    private static readonly ScriptBlock Loading = ScriptBlock.Create("param($Path) Update-FormatData -AppendPath $Path -WhatIf:$false -Confirm:$false -Verbose:$false");

    /// <summary>Loads the views that lie beside the module, unless the session has them.</summary>
    public static void Load(PSCmdlet cmdlet)
    {
        string path = Path.Combine(Path.GetDirectoryName(typeof(Views).Assembly.Location)!, FileName);
        if (IsLoaded(path) || !File.Exists(path))
            return;

        try
        {
            cmdlet.InvokeCommand.InvokeScript(useLocalScope: true, Loading, input: null, path);
        }
        catch (RuntimeException e)
        {
            cmdlet.WriteVerbose($"The formatted views were not loaded: {e.Message}");
        }
    }

    private static bool IsLoaded(string path)
    {
        foreach (SessionStateFormatEntry format in Runspace.DefaultRunspace.InitialSessionState.Formats)
        {
            if (format.FileName == path)
                return true;
        }

        return false;
    }
}

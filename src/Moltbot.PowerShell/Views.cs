using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Moltbot.PowerShell;

/// <summary>
/// The formatted views of what the cmdlets write, and how deep it goes into files, jobs and remote sessions. They are loaded
/// with the first command instead of with the module, because reading them takes longer than all the rest of an import, and
/// many sessions import what they do not use. They are a module inside the module, so they go when it is removed.
/// </summary>
internal static class Views
{
    private const string Manifest = "Moltbot.PowerShell.Views.psd1";
    private const string FormatFile = "Moltbot.PowerShell.Format.ps1xml";
    private const string TypesFile = "Moltbot.PowerShell.Types.ps1xml";

    private static readonly ScriptBlock Importing = ScriptBlock.Create(@"Microsoft.PowerShell.Core\Import-Module -Name $args[0] -Verbose:$false -Debug:$false -WarningAction Ignore");

    private static readonly ScriptBlock Appending = ScriptBlock.Create(
        """
        Update-FormatData -AppendPath $args[0] -WhatIf:$false -Confirm:$false -Verbose:$false
        Update-TypeData -AppendPath $args[1] -WhatIf:$false -Confirm:$false -Verbose:$false
        """);

    /// <summary>The modules, one for each session that has imported it, that have them.</summary>
    private static readonly ConditionalWeakTable<PSModuleInfo, object> Modules = [];

    /// <summary>Loads the views that lie beside the module, unless the session has them.</summary>
    public static void Load(DiscreetCmdlet cmdlet)
    {
        if (cmdlet.MyInvocation.MyCommand.Module is not { SessionState: { } inside } module || Modules.TryGetValue(module, out _))
            return;

        string folder = Path.GetDirectoryName(typeof(Views).Assembly.Location)!;
        string format = Path.Combine(folder, FormatFile);
        string manifest = Path.Combine(folder, Manifest);
        if (!File.Exists(manifest))
            return;

        try
        {
            // One at a time, because the runspaces of a pool share the list of what is loaded. Of what is on it nothing is imported.
            lock (Modules)
            {
                bool isListed = Runspace.DefaultRunspace.InitialSessionState.Formats.Any(entry => string.Equals(entry.FileName, format, StringComparison.OrdinalIgnoreCase));
                _ = isListed
                    ? cmdlet.InvokeCommand.InvokeScript(inside, Appending, format, Path.Combine(folder, TypesFile))
                    : cmdlet.InvokeCommand.InvokeScript(inside, Importing, manifest);
            }

            Modules.AddOrUpdate(module, module);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            cmdlet.WriteVerbose($"The formatted views were not loaded: {e.Message}");
        }
    }
}

using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Moltbot.PowerShell;

/// <summary>
/// The formatted views of what the cmdlets write, and how deep it goes into files, jobs and remote sessions. They are loaded
/// with the first command instead of with the module, because reading them takes longer than all the rest of an import, and
/// many sessions import what they do not use.
/// </summary>
internal static class Views
{
    private const string FormatFile = "Moltbot.PowerShell.Format.ps1xml";
    private const string TypesFile = "Moltbot.PowerShell.Types.ps1xml";

    private static readonly ScriptBlock Loading = ScriptBlock.Create(
        """
        param($Format, $Types)
        Update-FormatData -AppendPath $Format -WhatIf:$false -Confirm:$false -Verbose:$false
        Update-TypeData -AppendPath $Types -WhatIf:$false -Confirm:$false -Verbose:$false
        """);

    /// <summary>The sessions of this process that have them. Their own list of formats does not tell: the runspaces of a pool share it.</summary>
    private static readonly ConditionalWeakTable<Runspace, object> Sessions = [];

    /// <summary>Loads the views that lie beside the module, unless the session has them.</summary>
    public static void Load(DiscreetCmdlet cmdlet)
    {
        Runspace session = Runspace.DefaultRunspace;
        if (Sessions.TryGetValue(session, out _))
            return;

        string folder = Path.GetDirectoryName(typeof(Views).Assembly.Location)!;
        string format = Path.Combine(folder, FormatFile);
        if (!File.Exists(format))
            return;

        try
        {
            // One at a time, because of the list that is shared.
            lock (Sessions)
                cmdlet.InvokeCommand.InvokeScript(useLocalScope: true, Loading, input: null, format, Path.Combine(folder, TypesFile));

            Sessions.AddOrUpdate(session, session);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            cmdlet.WriteVerbose($"The formatted views were not loaded: {e.Message}");
        }
    }
}

@{
    # The first command of a session imports this into the module: reading the views takes longer than all the rest of an
    # import, and many sessions import what they do not use.
    ModuleVersion     = '0.0.0'
    GUID              = '0d1f6a3e-8c1b-4f0f-9a55-7a7c1f7b2c64'
    Author            = 'The Moltbot.PowerShell authors'
    CompanyName       = 'The Moltbot.PowerShell authors'
    Copyright         = 'Copyright (c) The Moltbot.PowerShell authors'
    Description       = 'How the objects of Moltbot.PowerShell are shown, and how deep they go into files, jobs and remote sessions.'
    PowerShellVersion = '7.4'
    FormatsToProcess  = @('Moltbot.PowerShell.Format.ps1xml')
    TypesToProcess    = @('Moltbot.PowerShell.Types.ps1xml')
    CmdletsToExport   = @()
    FunctionsToExport = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}

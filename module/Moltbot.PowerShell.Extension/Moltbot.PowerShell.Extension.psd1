@{
    RootModule           = '../Moltbot.PowerShell.Extension.dll'
    # The build puts the version of Directory.Build.props in.
    ModuleVersion        = '0.0.0'
    GUID                 = '0b6d4e7c-7d0e-4c0c-8a55-0f5b9f5f7c1e'
    Author               = 'The Moltbot.PowerShell authors'
    CompanyName          = 'The Moltbot.PowerShell authors'
    Copyright            = 'Copyright (c) The Moltbot.PowerShell authors'
    Description          = 'The profiles of a Moltbot gateway as a vault of SecretManagement.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    CmdletsToExport      = @(
        'Get-Secret'
        'Get-SecretInfo'
        'Remove-Secret'
        'Set-Secret'
        'Set-SecretInfo'
        'Test-SecretVault'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
}

@{
    RootModule             = 'Moltbot.PowerShell.dll'
    # The profiles as a vault of SecretManagement, which calls what is in it by this name. When a vault is registered it
    # wants the manifest in the folder of that name; reading that here would take longer than all the rest of an import.
    NestedModules          = @('Moltbot.PowerShell.Extension.dll')
    # The build puts in the version and the project's address of Directory.Build.props. What the CHANGELOG says of the version
    # is in the package, where galleries read it; here every import would have to.
    ModuleVersion          = '0.0.0'
    GUID                   = '6d0f2a53-5b55-4d0c-9c2e-3f5a1d7e8b41'
    Author                 = 'The Moltbot.PowerShell authors'
    CompanyName            = 'The Moltbot.PowerShell authors'
    Copyright              = 'Copyright (c) The Moltbot.PowerShell authors'
    Description            = 'The model credentials of a Moltbot gateway: are they fine, which is used first, and how to change that.'
    HelpInfoUri            = '$(PackageProjectUrl)/releases/latest/download/'
    PowerShellVersion      = '7.4'
    CompatiblePSEditions   = @('Core')
    # With commas between: without, each line is a statement of its own, which an import would have to run.
    CmdletsToExport        = @(
        'Add-MoltbotModelAlias',
        'Add-MoltbotModelFallback',
        'Backup-MoltbotInstallation',
        'Clear-MoltbotAuthCooldown',
        'Clear-MoltbotAuthOrder',
        'Clear-MoltbotContext',
        'Clear-MoltbotSessionModel',
        'Complete-MoltbotRotation',
        'Connect-MoltbotAccount',
        'Disconnect-MoltbotAccount',
        'Export-MoltbotAuthMetric',
        'Get-MoltbotAgent',
        'Get-MoltbotAuthCandidate',
        'Get-MoltbotAuthMonitor',
        'Get-MoltbotAuthOrder',
        'Get-MoltbotAuthProfile',
        'Get-MoltbotContext',
        'Get-MoltbotCredential',
        'Get-MoltbotEnvironmentVariable',
        'Get-MoltbotInstallation',
        'Get-MoltbotModel',
        'Get-MoltbotModelStatus',
        'Get-MoltbotProviderUsage',
        'Get-MoltbotRotation',
        'Get-MoltbotSessionModel',
        'Import-MoltbotApiKey',
        'Import-MoltbotToken',
        'Initialize-MoltbotAuth',
        'Invoke-MoltbotAuthMonitor',
        'Invoke-MoltbotCommand',
        'Move-MoltbotCredential',
        'Register-MoltbotAuthMonitor',
        'Remove-MoltbotAuthProfile',
        'Remove-MoltbotEnvironmentVariable',
        'Remove-MoltbotModelAlias',
        'Remove-MoltbotModelFallback',
        'Repair-MoltbotInstallation',
        'Restore-MoltbotInstallation',
        'Set-MoltbotAuthOrder',
        'Set-MoltbotContext',
        'Set-MoltbotDefaultModel',
        'Set-MoltbotEnvironmentVariable',
        'Set-MoltbotSessionModel',
        'Start-MoltbotRotation',
        'Test-MoltbotCredential',
        'Test-MoltbotInstallation',
        'Test-MoltbotMigration',
        'Test-MoltbotSecretExposure',
        'Undo-MoltbotRotation',
        'Unregister-MoltbotAuthMonitor',
        'Update-MoltbotAuthUsage',
        'Update-MoltbotCredential'
    )
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @('Moltbot', 'Credential', 'ApiKey', 'Token', 'OAuth', 'Linux', 'MacOS', 'Windows')
            ProjectUri   = '$(PackageProjectUrl)'
            LicenseUri   = '$(PackageProjectUrl)/blob/main/LICENSE'
            IconUri      = '$(PackageProjectUrl)/raw/main/module/icon.png'
            ReleaseNotes = '$(PackageProjectUrl)/blob/v$(Version)/CHANGELOG.md'
        }
    }
}

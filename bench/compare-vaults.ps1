#requires -Version 7.6
#requires -Modules Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore
<#
.SYNOPSIS
Measures credentials in a vault against the vault alone.
.DESCRIPTION
Prints the ratio of Get-MoltbotCredential to a bare Get-Secret of the same secret, measured turn by turn, the ratio for ten
profiles at once, and how often `moltbot secrets resolve` starts PowerShell for twenty secrets. Everything is in a
temporary home. Build the module first: ./build.ps1
.PARAMETER Moltbot
The path of the moltbot executable; without it the last figure is left out.
#>
[CmdletBinding()]
param(
    [string] $Moltbot,
    [int] $Runs = 40
)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot Comparing.psm1) -Force
Confirm-Engine
$module = Get-BuiltModule

# A pwsh in front of the PATH that counts its starts.
function Measure-Start([string] $Directory, [string[]] $Ids) {
    $log = Join-Path $Directory starts
    $shim = Join-Path $Directory bin pwsh
    $null = New-Item -ItemType Directory -Force (Split-Path $shim)
    Set-Content -NoNewline -LiteralPath $shim -Value "#!/bin/sh`necho start >> '$log'`nexec '$(Join-Path $PSHOME pwsh)' `"`$@`"`n"
    chmod +x $shim
    $env:PATH = "$(Split-Path $shim)$([IO.Path]::PathSeparator)$env:PATH"
    $request = @{ protocolVersion = 1; provider = 'secretmanagement'; ids = $Ids } | ConvertTo-Json -Compress
    $answer = $request | & $Moltbot secrets resolve | ConvertFrom-Json -AsHashtable
    '`moltbot secrets resolve` of {0} ids: {1} values, {2} start(s) of PowerShell' -f $Ids.Count, $answer.values.Count, @(Get-Content -LiteralPath $log).Count
}

$homePath = [IO.Directory]::CreateTempSubdirectory('moltbot-bench-').FullName
$before = $env:HOME, $env:USERPROFILE, $env:PATH
try {
    $env:HOME = $env:USERPROFILE = $homePath
    Import-Module $module, Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore
    Reset-SecretStore -Scope CurrentUser -Authentication None -PasswordTimeout -1 -Interaction None -Force -WarningAction Ignore
    Register-SecretVault -Name SecretStore -ModuleName Microsoft.PowerShell.SecretStore

    $profiles = [ordered]@{}
    foreach ($i in 1..20) {
        Set-Secret -Vault SecretStore -Name "made-up-$i" -Secret "made-up-$('x' * 60)$i"
        $reference = [ordered]@{ source = 'exec'; provider = 'secretmanagement'; id = "SecretStore/made-up-$i" }
        $profiles["openai:p$i"] = [ordered]@{ type = 'api_key'; provider = 'openai'; keyRef = $reference }
    }
    $store = Join-Path $homePath .clawdbot/agents/main/agent/auth-profiles.json
    $null = New-Item -ItemType Directory -Force (Split-Path $store)
    [ordered]@{ version = 1; profiles = $profiles; order = @{ openai = @($profiles.Keys) } } | ConvertTo-Json -Depth 5 | Set-Content $store

    Compare-Call -Runs $Runs { Get-MoltbotCredential openai } { Get-Secret -Vault SecretStore -Name made-up-1 } |
        Format-Comparison 'Get-MoltbotCredential against Get-Secret'
    $ten = 1..10 | ForEach-Object { "openai:p$_" }
    Compare-Call -Runs $Runs { Get-MoltbotCredential -ProfileId $ten } { foreach ($i in 1..10) { Get-Secret -Vault SecretStore -Name "made-up-$i" } } |
        Format-Comparison 'ten profiles in one pass against ten calls of Get-Secret'
    if ($Moltbot) {
        Measure-Start $homePath @(1..20 | ForEach-Object { "SecretStore/made-up-$_" })
    }
}
finally {
    $env:HOME, $env:USERPROFILE, $env:PATH = $before
    Remove-Item -Recurse -Force $homePath
}

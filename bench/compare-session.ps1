#requires -Version 7.6
<#
.SYNOPSIS
Measures the module inside PowerShell against what people would do without it.
.DESCRIPTION
Prints two ratios: a warm Get-MoltbotModelStatus on ten profiles against reading the same two files with Get-Content and
ConvertFrom-Json, and importing the module against importing a binary module with a manifest and one empty cmdlet.
Build the module first: ./build.ps1
#>
[CmdletBinding()]
param(
    [int] $Runs = 300,
    [int] $Imports = 21
)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot Comparing.psm1) -Force
Confirm-Engine
$module = Get-BuiltModule

$homePath = Join-Path ([IO.Path]::GetTempPath()) "moltbot-bench-$([guid]::NewGuid().ToString('N'))"
$agent = New-Item -ItemType Directory -Force (Join-Path $homePath '.clawdbot/agents/main/agent')
$store = Join-Path $agent 'auth-profiles.json'
$config = Join-Path $homePath '.clawdbot/moltbot.json'
$state = Join-Path $homePath '.clawdbot'
try {
    $profiles = [ordered]@{}
    foreach ($i in 1..10) {
        $profiles["anthropic:p$i"] = [ordered]@{ type = 'token'; provider = 'anthropic'; token = "made-up-$('x' * 60)$i"; expires = 4000000000000 }
    }
    [ordered]@{ version = 1; profiles = $profiles } | ConvertTo-Json -Depth 5 | Set-Content $store
    '{ "agents": { "defaults": { "model": { "primary": "anthropic/claude-opus-4-5" } } } }' | Set-Content $config

    Import-Module $module
    # What a call takes is little beside what the machine does otherwise, so a turn is several calls.
    Compare-Call -Runs ($Runs / 10) -Times 10 -Warmups 30 { Get-MoltbotModelStatus -StateDirectory $state } { Get-Content -Raw $config | ConvertFrom-Json; Get-Content -Raw $store | ConvertFrom-Json } |
        Format-Comparison 'warm status against Get-Content | ConvertFrom-Json'

    $empty = New-EmptyModule (Join-Path $homePath 'EmptyModule')
    $pairs = foreach ($i in 1..$Imports) {
        [pscustomobject]@{ Ours = Measure-First '$null' "Import-Module '$module'"; Theirs = Measure-First '$null' "Import-Module '$empty'" }
    }
    'import against an empty binary module: ratio {0:N2} of processor time ({1:N1} ms against {2:N1} ms)' -f
        ((Get-Median $pairs.Ours) / (Get-Median $pairs.Theirs)), (Get-Median $pairs.Ours), (Get-Median $pairs.Theirs)
}
finally {
    Remove-Item -Recurse -Force $homePath
}

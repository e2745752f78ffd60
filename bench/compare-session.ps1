#requires -Version 7.6
<#
.SYNOPSIS
Measures the module inside PowerShell against what people would do without it.
.DESCRIPTION
Prints a warm Get-MoltbotModelStatus on ten profiles against reading the same two files with Get-Content and
ConvertFrom-Json, and importing the module against importing a binary module with a manifest and one empty cmdlet. Beside it
stands what a module takes that has as many cmdlets with nothing in them: PowerShell itself takes that.
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

    $modules = [ordered]@{
        'an empty binary module'                              = New-EmptyModule (Join-Path $homePath 'EmptyModule')
        'as many empty cmdlets, with an empty nested module'  = New-HollowModule (Join-Path $homePath 'Hollow') $module
        'the module'                                          = $module
    }
    $times = @{}
    foreach ($i in 1..$Imports) {
        foreach ($name in $modules.Keys) { $times[$name] = @($times[$name]) + (Measure-First '$null' "Import-Module '$($modules[$name])'") }
    }

    $least = Get-Median @($times['an empty binary module'] | Where-Object { $_ })
    foreach ($name in $modules.Keys) {
        $median = Get-Median @($times[$name] | Where-Object { $_ })
        'import of {0}: {1:N1} ms of processor time, ratio {2:N2}' -f $name, $median, ($median / $least)
    }
}
finally {
    Remove-Item -Recurse -Force $homePath
}

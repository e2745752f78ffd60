#requires -Version 7.4
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
    [int] $Imports = 15
)

$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
$module = Get-ChildItem (Join-Path $root 'output/Moltbot.PowerShell/*/Moltbot.PowerShell.psd1') | Sort-Object FullName | Select-Object -Last 1
if (-not $module) { throw 'The module is not built. Run ./build.ps1 first.' }

function Get-Median([double[]] $Values) {
    $sorted = $Values | Sort-Object
    $sorted[[int][Math]::Floor($sorted.Count / 2)]
}

function Measure-Median([int] $Count, [scriptblock] $Script) {
    Get-Median @(1..$Count | ForEach-Object {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = & $Script
        $watch.Elapsed.TotalMilliseconds
    })
}

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

    Import-Module $module.FullName
    $status = { Get-MoltbotModelStatus -StateDirectory $state }
    $plain = { Get-Content -Raw $config | ConvertFrom-Json; Get-Content -Raw $store | ConvertFrom-Json }
    $null = Measure-Median $Runs $status
    $null = Measure-Median $Runs $plain
    $ratios = foreach ($round in 1..7) {
        (Measure-Median $Runs $status) / (Measure-Median $Runs $plain)
    }
    'warm status against Get-Content | ConvertFrom-Json: ratio {0:N2} (status {1:N3} ms, plain {2:N3} ms)' -f
        (Get-Median $ratios), (Measure-Median $Runs $status), (Measure-Median $Runs $plain)

    $empty = Join-Path $homePath 'EmptyModule'
    dotnet build (Join-Path $PSScriptRoot 'EmptyModule') -c Release -o $empty --nologo -v quiet | Out-Null
    Set-Content (Join-Path $empty 'EmptyModule.psd1') @'
@{
    RootModule        = 'EmptyModule.dll'
    ModuleVersion     = '1.0.0'
    CmdletsToExport   = @('Get-Nothing')
    FunctionsToExport = @()
    AliasesToExport   = @()
}
'@
    $pwsh = (Get-Process -Id $PID).Path
    $import = {
        param($path)
        $text = "`$w = [Diagnostics.Stopwatch]::StartNew(); Import-Module '$path'; `$w.Elapsed.TotalMilliseconds"
        [double](& $pwsh -NoProfile -NonInteractive -Command $text)
    }
    $pairs = foreach ($i in 1..$Imports) {
        [pscustomobject]@{ Ours = & $import $module.FullName; Empty = & $import (Join-Path $empty 'EmptyModule.psd1') }
    }
    'import against an empty binary module: ratio {0:N2} (ours {1:N1} ms, empty {2:N1} ms)' -f
        (Get-Median @($pairs | ForEach-Object { $_.Ours / $_.Empty })), (Get-Median $pairs.Ours), (Get-Median $pairs.Empty)
}
finally {
    Remove-Item -Recurse -Force $homePath
}

#requires -Version 7.4
<#
.SYNOPSIS
Measures Get-MoltbotSessionModel over many sessions against reading the same file with Get-Content and ConvertFrom-Json.
.DESCRIPTION
Prints the ratio of the medians for 10,000 sessions, and how the time grows from 2,500 to 10,000 sessions: 1.0 is linear.
Build the module first: ./build.ps1
#>
[CmdletBinding()]
param(
    [int] $Sessions = 10000,
    [int] $Runs = 7
)

$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
$module = Get-ChildItem (Join-Path $root 'output/Moltbot.PowerShell/*/Moltbot.PowerShell.psd1') | Sort-Object FullName | Select-Object -Last 1
if (-not $module) { throw 'The module is not built. Run ./build.ps1 first.' }

function Measure-Median([scriptblock] $Script) {
    $times = foreach ($run in 1..$Runs) {
        [GC]::Collect()
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = & $Script
        $watch.Elapsed.TotalMilliseconds
    }
    @($times | Sort-Object)[[int][Math]::Floor($Runs / 2)]
}

function Set-Sessions([string] $Path, [int] $Count) {
    $store = [ordered]@{}
    foreach ($i in 1..$Count) {
        $entry = [ordered]@{
            sessionId = [guid]::NewGuid().ToString(); updatedAt = 1790000000000 + $i; chatType = 'group'; channel = 'telegram'
            lastTo = "telegram:-100$i"; compactionCount = $i % 3; inputTokens = 1000 + $i; outputTokens = 200; modelProvider = 'anthropic'
        }
        if ($i % 2) { $entry.authProfileOverride = "anthropic:p$($i % 12)"; $entry.authProfileOverrideSource = $i % 4 -eq 1 ? 'user' : 'auto' }
        $store["agent:main:telegram:group:-100$i"] = $entry
    }
    ConvertTo-Json $store -Depth 4 | Set-Content $Path
}

$state = Join-Path ([IO.Path]::GetTempPath()) "moltbot-bench-$([guid]::NewGuid().ToString('N'))"
$null = New-Item -ItemType Directory -Force (Join-Path $state agents/main/agent), (Join-Path $state agents/main/sessions)
$path = Join-Path $state agents/main/sessions/sessions.json
try {
    $profiles = [ordered]@{}
    foreach ($i in 0..9) { $profiles["anthropic:p$i"] = @{ type = 'token'; provider = 'anthropic'; token = "made-up-$('x' * 60)$i" } }
    @{ version = 1; profiles = $profiles } | ConvertTo-Json -Depth 5 | Set-Content (Join-Path $state agents/main/agent/auth-profiles.json)
    Import-Module $module.FullName

    $ours = { Get-MoltbotSessionModel -StateDirectory $state -WarningAction Ignore }
    $plain = { Get-Content -Raw $path | ConvertFrom-Json -AsHashtable }
    Set-Sessions $path ($Sessions / 4)
    $null = Measure-Median $ours
    $quarter = Measure-Median $ours
    Set-Sessions $path $Sessions
    $null = Measure-Median $plain
    $all = Measure-Median $ours
    $read = Measure-Median $plain
    '{0} sessions, {1:N1} MB: ours {2:N0} ms, Get-Content | ConvertFrom-Json -AsHashtable {3:N0} ms, ratio {4:N2}; growth from a quarter {5:N2} (1.0 is linear)' -f
        $Sessions, ((Get-Item $path).Length / 1MB), $all, $read, ($all / $read), ($all / $quarter / 4)
}
finally {
    Remove-Item -Recurse -Force $state
}

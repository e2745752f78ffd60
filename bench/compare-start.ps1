#requires -Version 7.6
<#
.SYNOPSIS
Measures what the module adds to the start of a PowerShell.
.DESCRIPTION
Starts new processes in turn: one that does nothing, one that imports the module, one that asks it for a first status, and
for comparison one that imports a binary module of one cmdlet with one view and calls it. Prints the medians of the time and
of the processor time, and their ratios to the first. Build the module first: ./build.ps1
.PARAMETER Compiled
Compiles the module's own assemblies ahead of time for this system, in a copy, and measures that: what is saved is what it
costs that one package serves every system.
#>
[CmdletBinding()]
param(
    [int] $Runs = 21,
    [switch] $Compiled
)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot Comparing.psm1) -Force
Confirm-Engine
$module = Get-BuiltModule

$homePath = Join-Path ([IO.Path]::GetTempPath()) "moltbot-bench-$([guid]::NewGuid().ToString('N'))"
try {
    $state = Join-Path $homePath '.clawdbot'
    $agent = New-Item -ItemType Directory -Force (Join-Path $state 'agents/main/agent')
    $profiles = [ordered]@{}
    foreach ($i in 1..10) {
        $profiles["anthropic:p$i"] = [ordered]@{ type = 'token'; provider = 'anthropic'; token = "made-up-$('x' * 60)$i"; expires = 4000000000000 }
    }
    [ordered]@{ version = 1; profiles = $profiles } | ConvertTo-Json -Depth 5 | Set-Content (Join-Path $agent 'auth-profiles.json')
    '{ "agents": { "defaults": { "model": { "primary": "anthropic/claude-opus-4-5" } } } }' | Set-Content (Join-Path $state 'moltbot.json')

    if ($Compiled) {
        $copy = Join-Path $homePath 'Moltbot.PowerShell'
        Copy-Item -Recurse (Split-Path $module) $copy
        $own = 'Moltbot.Core', 'Moltbot.PowerShell', 'Moltbot.PowerShell.Extension'
        foreach ($name in $own) { ConvertTo-Precompiled (Join-Path (Split-Path $module) "$name.dll") (Join-Path $copy "$name.dll") (Split-Path $module), (Join-Path (Split-Path $module) dependencies), $PSHOME }
        $module = Join-Path $copy 'Moltbot.PowerShell.psd1'
    }

    $empty = New-EmptyModule (Join-Path $homePath 'EmptyModule') -WithView
    $commands = [ordered]@{
        'nothing'                                = '1'
        'an empty module with a view, and its cmdlet' = "Import-Module '$empty'; `$null = Get-Nothing"
        'the module'                             = "Import-Module '$module'"
        'the module and a first status'          = "Import-Module '$module'; `$null = Get-MoltbotModelStatus -StateDirectory '$state'"
    }
    $times = @{}
    foreach ($i in 0..$Runs) {
        foreach ($name in $commands.Keys) {
            $time = Measure-Process $commands[$name]
            # The first of each reads the files into memory.
            if ($i -gt 0) { $times[$name] = @($times[$name]) + $time }
        }
    }

    $base = $null
    foreach ($name in $commands.Keys) {
        $elapsed = Get-Median @($times[$name] | Where-Object { $_ }).Elapsed
        $processor = Get-Median @($times[$name] | Where-Object { $_ }).Processor
        $base ??= @{ Elapsed = $elapsed; Processor = $processor }
        '{0}: {1:N0} ms, ratio {2:N2}; processor time {3:N0} ms, ratio {4:N2}' -f $name, $elapsed, ($elapsed / $base.Elapsed), $processor, ($processor / $base.Processor)
    }
}
finally {
    Remove-Item -Recurse -Force $homePath
}

#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
Runs the commands that the README gives for a start, as it gives them, and stops at the first that fails.

.DESCRIPTION
They are taken from its part "Set up": those of the table, and those of its first block of PowerShell. With -WhatIf they are
only shown.
#>
[CmdletBinding(SupportsShouldProcess)]
param()

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$null = (Get-Content -Raw -LiteralPath (Join-Path $root README.md)) -match '(?ms)^## Set up\r?$(.+?)(?=^## )'
$part = $Matches[1]
$commands = @(
    [regex]::Matches($part, '(?m)^\| [^|]+ \| `(.+?)` \|\r?$').ForEach({ $_.Groups[1].Value })
    if ($part -match '(?ms)^```powershell\r?\n(.+?)^```') { $Matches[1].Trim() }
)
if ($commands.Count -lt 3) { throw 'The README gives fewer commands than it should: two in a table, and those that build the module.' }

Push-Location $root
try {
    foreach ($command in $commands) {
        if (-not $PSCmdlet.ShouldProcess($command, 'Run')) { continue }
        "> $command"
        $global:LASTEXITCODE = 0
        . ([scriptblock]::Create($command))
        if ($LASTEXITCODE -ne 0) { throw "The command failed with exit code ${LASTEXITCODE}: $command" }
    }
}
finally { Pop-Location }

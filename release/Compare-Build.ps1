#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
Builds what is released of one commit twice, in folders of different names, and compares every byte.

.EXAMPLE
./release/Compare-Build.ps1 -Runtime linux-x64, any
#>
[CmdletBinding()]
param(
    [string]$Commit = 'HEAD',

    # The systems that have a package of the tool; all without it.
    [string[]]$Runtime
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$work = [System.IO.Directory]::CreateTempSubdirectory('moltbot-builds-').FullName
$folders = (Join-Path $work one), (Join-Path $work another-folder-with-a-longer-name)
$built = & git -C $root rev-parse $Commit
if ($LASTEXITCODE -ne 0) { throw "There is no commit $Commit." }
$chosen = $Runtime ? @{ Runtime = $Runtime } : @{}
try {
    foreach ($folder in $folders) {
        & git clone --quiet --no-checkout $root $folder
        & git -C $folder checkout --quiet --detach $built
        $env:SOURCE_DATE_EPOCH = $null
        & (Join-Path $folder build.ps1) -Task Release @chosen
    }

    $one = Get-Content -LiteralPath (Join-Path $folders[0] output release SHA256SUMS)
    $other = Get-Content -LiteralPath (Join-Path $folders[1] output release SHA256SUMS)
    $differences = @(Compare-Object $one $other)
    if ($differences) {
        $differences | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" }
        throw "Two builds of $built are not the same. They are kept in $work."
    }

    "Two builds of $built are the same, byte for byte: $($one.Count) files."
}
finally {
    if (-not (Get-Variable differences -ValueOnly -ErrorAction Ignore)) { Remove-Item -Recurse -Force -LiteralPath $work }
}

#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
Releases a version: everything but the push.

.DESCRIPTION
The tree has to be clean. The version goes into Directory.Build.props, what is unreleased in the CHANGELOG becomes its
section, all tests run, and what is released is built into output/release and checked. Only then is it committed, and the tag
is set last. If anything fails, the two files are as they were, and there is neither a commit nor a tag. Nothing is pushed.

.EXAMPLE
./release/New-Release.ps1 0.2.0 -WhatIf

.EXAMPLE
./release/New-Release.ps1 0.2.0 -Confirm:$false
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param(
    [Parameter(Mandatory, Position = 0)]
    [ValidatePattern('^\d+\.\d+\.\d+$')]
    [string]$Version,

    # The SHA-256 fingerprint of a certificate in the user's store, that what is released is signed with.
    [string]$Certificate,

    # The address of a server that tells the time of signatures.
    [uri]$Timestamper
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$root = Split-Path $PSScriptRoot
$properties = Join-Path $root Directory.Build.props
$changelog = Join-Path $root CHANGELOG.md
$tag = "v$Version"

Import-Module (Join-Path $PSScriptRoot Changelog.psm1) -Verbose:$false

function Invoke-Git {
    $said = & git -C $root @args
    if ($LASTEXITCODE -ne 0) { throw "git $($args -join ' ') failed with exit code $LASTEXITCODE." }
    $said
}

if (Invoke-Git status --porcelain) { throw 'The tree is not clean. Commit or stash what has changed: a release is a commit, and what is built of it.' }
if (Invoke-Git tag --list $tag) { throw "There is the tag $tag already. Name the next version." }

$versions = [System.IO.File]::ReadAllText($properties)
$changes = [System.IO.File]::ReadAllText($changelog)
$released = ConvertTo-ReleasedChangelog $changes $Version ([datetime]::UtcNow.Date)
if (-not $PSCmdlet.ShouldProcess("$(Invoke-Git rev-parse --abbrev-ref HEAD) at $(Invoke-Git rev-parse --short HEAD)", "Release $Version with the notes`n$((Get-ChangelogSection $changes $Version).Notes)`n")) { return }

$signing = @{}
if ($Certificate) { $signing.Certificate = $Certificate }
if ($Timestamper) { $signing.Timestamper = $Timestamper }
$isTagged = $false
try {
    [System.IO.File]::WriteAllText($properties, ($versions -replace '(?<=<VersionPrefix>)[^<]+', $Version))
    [System.IO.File]::WriteAllText($changelog, $released)
    & (Join-Path $root build.ps1) -Task Test, Release @signing
    $null = Invoke-Git commit --quiet --message "Release $Version" -- $properties $changelog
    $null = Invoke-Git tag --annotate --message "Release $Version" $tag
    $isTagged = $true
}
finally {
    if (-not $isTagged) {
        [System.IO.File]::WriteAllText($properties, $versions)
        [System.IO.File]::WriteAllText($changelog, $changes)
    }
}

"Released $Version in output/release. To publish it: git push origin HEAD $tag"

#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
Builds, tests and packs the PowerShell module and the command line.

.DESCRIPTION
Restore saves the modules that build and tests use, and that no NuGet package brings, from the PowerShell Gallery into
output/modules; those that are installed already are left out. Build assembles the importable module in
output/Moltbot.PowerShell/<version>. Its help is made from docs/en-US when the module Microsoft.PowerShell.PlatyPS is
there. Pack makes a package of it in output, Test runs all tests, and Clean removes everything that was built.

Native makes what only this system can make, in output/native: the native executable, as an archive and as a package for
tools of .NET. Release makes everything that is released, in output/release: that, what other systems have put into
output/native, the other packages of the tool, the package of the module, a bill of materials for each, and SHA256SUMS.
The same commit gives the same bytes, wherever it is built. docs/releasing.md says how a version is released.

.EXAMPLE
./build.ps1 -Task Restore, Build

.EXAMPLE
./build.ps1 -Task Test, Pack

.EXAMPLE
./build.ps1 -Task Release -Certificate $certificate.GetCertHashString('SHA256') -Timestamper https://timestamp.example
#>
[CmdletBinding()]
param(
    [ValidateSet('Restore', 'Build', 'Test', 'Pack', 'Native', 'Release', 'Clean')]
    [string[]]$Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string]$Configuration = 'Release',

    # The systems that have a package of the tool; any is for all others.
    [string[]]$Runtime = ('linux-x64', 'linux-arm64', 'linux-musl-x64', 'osx-arm64', 'win-x64', 'win-arm64', 'any'),

    # The SHA-256 fingerprint of a certificate in the user's store, that what is released is signed with.
    [string]$Certificate,

    # The address of a server that tells the time of signatures.
    [uri]$Timestamper,

    # Signs with a certificate that nobody vouches for, to try it out.
    [switch]$AllowUntrustedRoot
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$name = 'Moltbot.PowerShell'
$project = Join-Path $PSScriptRoot src $name
# Brings everything along that the module consists of.
$vault = Join-Path $PSScriptRoot src "$name.Vault"
$docs = Join-Path $PSScriptRoot docs en-US
$output = Join-Path $PSScriptRoot output
# Apart from the usual bin and obj, so that a build of the solution and this one can run at the same time.
$artifacts = Join-Path $output .build
$properties = Select-Xml -Path (Join-Path $PSScriptRoot Directory.Build.props) -XPath '//PropertyGroup'
$version = $properties.Node.VersionPrefix
$address = $properties.Node.PackageProjectUrl
$module = Join-Path $output $name $version
$native = Join-Path $output native
$release = Join-Path $output release
$changelog = Join-Path $PSScriptRoot CHANGELOG.md
$modules = Join-Path $output modules
# What is saved is always the same; one that is installed already may be another.
$gallery = [ordered]@{
    'Microsoft.PowerShell.SecretManagement' = '1.1.2'
    'Microsoft.PowerShell.SecretStore'      = '1.0.6'
    'Microsoft.PowerShell.PlatyPS'          = '1.0.3'
    'PSScriptAnalyzer'                      = '1.25.0'
}

Import-Module (Join-Path $PSScriptRoot release Changelog.psm1) -Verbose:$false
Import-Module (Join-Path $PSScriptRoot release Release.psm1) -Verbose:$false -Force -ArgumentList @{
    Version = $version; Address = $address; Artifacts = $artifacts; Runtimes = $Runtime; Certificate = $Certificate; Timestamper = $Timestamper; AllowUntrustedRoot = $AllowUntrustedRoot
}

if ($modules -notin ($env:PSModulePath -split [System.IO.Path]::PathSeparator)) {
    $env:PSModulePath = $modules, $env:PSModulePath -join [System.IO.Path]::PathSeparator
}

function Test-Newer([string]$Path, [string]$Than) {
    -not (Test-Path -LiteralPath $Than) -or (Get-Item -LiteralPath $Path).LastWriteTimeUtc -gt (Get-Item -LiteralPath $Than).LastWriteTimeUtc
}

# What cannot be had is a warning: everything but the help of the cmdlets is built without it, and the tests say what they
# miss.
function Restore-Module {
    $missing = $gallery.GetEnumerator().Where({ -not (Get-Module -ListAvailable $_.Key) })
    if (-not $missing) {
        return
    }

    $null = New-Item -ItemType Directory -Force -Path $modules
    foreach ($entry in $missing) {
        try {
            Save-PSResource -Name $entry.Key -Version "[$($entry.Value)]" -Repository PSGallery -Path $modules -TrustRepository -SkipDependencyCheck -ErrorAction Stop
            "Saved $($entry.Key) $($entry.Value)"
        }
        catch {
            Write-Warning "$($entry.Key) $($entry.Value) cannot be had from the PowerShell Gallery: $($_.Exception.Message.Split('Request sent')[0].Trim())"
        }
    }
}

function Build-Module([string]$Configuration) {
    Invoke-DotNet publish $vault --configuration $Configuration --artifacts-path $artifacts --nologo --verbosity quiet '-p:ContinuousIntegrationBuild=true'
    # What an earlier build left must not be loaded; the help is kept, because making it takes longest.
    Get-ChildItem -Path $module -File -ErrorAction Ignore | Remove-Item -Force
    $null = New-Item -ItemType Directory -Force -Path $module
    $published = Join-Path $artifacts publish "$name.Vault" $Configuration.ToLowerInvariant()
    Copy-Item -Path (Join-Path $published 'Moltbot.*.dll'), (Join-Path $PSScriptRoot LICENSE), (Join-Path $PSScriptRoot module '*.md'), (Join-Path $PSScriptRoot module '*.ps1xml') -Destination $module
    $views = Join-Path $module "$name.Format.ps1xml"
    Set-Content -NoNewline -LiteralPath $views -Value (ConvertTo-VisibleView (Get-Content -Raw -LiteralPath $views))
    # What others made lies apart, where no other module finds it.
    $dependencies = Join-Path $module dependencies
    Remove-Item -Recurse -Force -Path $dependencies -ErrorAction Ignore
    $null = New-Item -ItemType Directory -Path $dependencies
    # QRCoder's own pictures need a library for drawing; ours are made of characters and do not. MimeKit's signed mails need
    # libraries for cryptography; ours are not signed, and what protects their way is the runtime's.
    $unused = 'System.Drawing.Common', 'Microsoft.Win32.SystemEvents', 'BouncyCastle.Cryptography', 'Microsoft.Bcl.Cryptography', 'System.Formats.Asn1', 'System.Security.Cryptography.Pkcs'
    Get-ChildItem -Path $published -Filter *.dll |
        Where-Object { $_.Name -notlike 'Moltbot.*' -and $_.BaseName -notin $unused } |
        Copy-Item -Destination $dependencies
    # SQLite is found by the name of the system.
    foreach ($library in Get-ChildItem -Path (Join-Path $published runtimes) -Recurse -File -Filter '*e_sqlite3*') {
        $folder = Join-Path $dependencies ([System.IO.Path]::GetRelativePath($published, $library.DirectoryName))
        $null = New-Item -ItemType Directory -Force -Path $folder
        Copy-Item -LiteralPath $library.FullName -Destination $folder
    }
    foreach ($path in "$name.psd1", "$name.Views.psd1", (Join-Path "$name.Extension" "$name.Extension.psd1")) {
        $manifest = Get-Content -Raw -LiteralPath (Join-Path $PSScriptRoot module $path)
        $null = New-Item -ItemType Directory -Force -Path (Split-Path (Join-Path $module $path))
        Set-Content -NoNewline -LiteralPath (Join-Path $module $path) -Value (Expand-Property $manifest)
    }
    Build-Help
    if ($Certificate) { Add-Authenticode }
    "Built $module"
}

# With Authenticode, which PowerShell has on Windows.
function Add-Authenticode {
    if (-not (Get-Command Set-AuthenticodeSignature -ErrorAction Ignore)) {
        Write-Warning 'The files of the module are not signed: Authenticode is of Windows alone.'
        return
    }

    $signer = Get-ChildItem -Path Cert:\CurrentUser\My | Where-Object { $_.GetCertHashString('SHA256') -eq $Certificate }
    $files = Get-ChildItem -LiteralPath $module -Recurse -File | Where-Object { $_.Name -like 'Moltbot.*' -and $_.Extension -in '.dll', '.psd1', '.ps1xml' }
    $time = $Timestamper ? @{ TimestampServer = $Timestamper } : @{}
    foreach ($signed in Set-AuthenticodeSignature -Certificate $signer -LiteralPath $files.FullName -HashAlgorithm SHA256 @time) {
        if ($signed.SignerCertificate -ne $signer) { throw "$($signed.Path) was not signed: $($signed.StatusMessage)" }
    }
}

# Puts in what a manifest takes from elsewhere.
function Expand-Property([string]$Text) {
    $Text.Replace("'0.0.0'", "'$version'").Replace('$(Version)', $version).Replace('$(PackageProjectUrl)', $address)
}

# The same as VisibleText of the core, in the words of every session: the views show objects from files and jobs too, and where
# only constrained language is allowed. Columns of a property pass it, and so does what is named with $shown in a script block.
function ConvertTo-VisibleView([string]$Format) {
    $secret = '(?<![A-Za-z0-9_-])(?:sk-|sk_|pk-|rk-|AIza|ghp_|gho_|ghu_|github_pat_|gsk_|xai-|csk-|hf_|xoxb-|xapp-|ya29\.|eyJ|cpk_|vck_)(?![^.\s]{0,8}\.\.\.)[A-Za-z0-9_.~+/=-]{16,}(?<!\.)'
    $invisible = '[\p{Cc}\p{Cf}\u2028\u2029\uFDD0-\uFDEF\uFFFE\uFFFF]|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|\uDB40[\uDC00-\uDFFF]'
    $definition = [System.Security.SecurityElement]::Escape(
        "`$shown = { param(`$text) `$text -is [string] ? (`$text -creplace '$secret', '***' -creplace '$invisible', { -join `$_.Value.ToCharArray().ForEach{ '\u{0:x4}' -f [int]`$_ } }) : `$text }; ")
    $columns = $Format -creplace '(<TableColumnItem>)<PropertyName>(\w+)</PropertyName>', '$1<ScriptBlock>&amp; $$shown $$_.$2</ScriptBlock>'
    [regex]::Replace($columns, '<ScriptBlock>([^<]*)', { param($block) $block.Groups[1].Value.Contains('$shown') ? "<ScriptBlock>$definition$($block.Groups[1].Value)" : $block.Value })
}

function Build-Help {
    $help = Join-Path $module en-US
    $null = New-Item -ItemType Directory -Force -Path $help
    foreach ($topic in Get-ChildItem -Path (Join-Path $docs 'about_*.md')) {
        Set-Content -LiteralPath (Join-Path $help "$($topic.BaseName).help.txt") -Value (ConvertTo-HelpText $topic)
    }

    $pages = Get-ChildItem -Path (Join-Path $docs '*-Moltbot*.md')
    $maml = Join-Path $help "$name.dll-Help.xml"
    if (-not @($pages.FullName; $PSCommandPath).Where({ Test-Newer $_ -Than $maml })) {
        return
    }

    if (-not (Get-Module -ListAvailable Microsoft.PowerShell.PlatyPS)) {
        Write-Warning 'The help of the cmdlets was not built: install the module Microsoft.PowerShell.PlatyPS and build again.'
        return
    }

    Import-Module Microsoft.PowerShell.PlatyPS -Verbose:$false
    $made = Import-MarkdownCommandHelp -Path $pages.FullName | Export-MamlCommandHelp -OutputFolder (Join-Path $artifacts help) -Force
    $xml = [xml](Get-Content -Raw -LiteralPath $made.FullName)
    Format-Maml $xml
    $xml.Save($maml)
}

# PlatyPS leaves markdown as it is. In the console an example is better off as code, and a link without its file.
function Format-Maml([xml]$Maml) {
    $names = @{
        maml    = 'http://schemas.microsoft.com/maml/2004/10'
        command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
        dev     = 'http://schemas.microsoft.com/maml/dev/2004/10'
    }
    foreach ($example in (Select-Xml -Xml $Maml -XPath '//command:example' -Namespace $names).Node) {
        $fenced = $example.introduction.ChildNodes.Where({ $_.InnerText -match '(?s)^\s*```powershell\r?\n(.+?)\r?\n```\s*$' })
        foreach ($paragraph in $fenced) {
            $null = $paragraph.InnerText -match '(?s)```powershell\r?\n(.+?)\r?\n```'
            $example['code', $names.dev].InnerText = $Matches[1]
            $remarks = $example['remarks', $names.dev]
            $remarks.RemoveAll()
            $null = $example.introduction.RemoveChild($paragraph)
            $example.introduction.ChildNodes.Where({ $_.InnerText.Trim() }).ForEach({ $null = $remarks.AppendChild($_) })
        }
    }

    foreach ($link in (Select-Xml -Xml $Maml -XPath '//maml:navigationLink' -Namespace $names).Node) {
        if ($link.uri -like 'https:*') { continue } elseif ($link.uri) { $link['uri', $names.maml].InnerText = '' } else { $null = $link.ParentNode.RemoveChild($link) }
    }

    foreach ($paragraph in (Select-Xml -Xml $Maml -XPath '//maml:para' -Namespace $names).Node) {
        $paragraph.InnerText = ConvertTo-PlainText $paragraph.InnerText
    }
}

function ConvertTo-PlainText([string]$Markdown) {
    $Markdown -replace '`(.+?)`|\*\*(.+?)\*\*', '$1$2'
}

# Help topics are plain text: headings in capitals, the text indented below them, code further in. Get-Help takes the fifth
# line for the synopsis.
function ConvertTo-HelpText([System.IO.FileInfo]$Topic) {
    $isCode = $false
    $isBelowHeading = $false
    switch -Regex (Get-Content -LiteralPath $Topic.FullName) {
        '^```' { $isCode = -not $isCode; continue }
        '^#' { if (-not $isCode) { ($_ -replace '^#+ ').ToUpperInvariant() -replace '^ABOUT_.*', "TOPIC`n    $($Topic.BaseName)`n"; $isBelowHeading = $true; continue } }
        '^$' { if (-not $isBelowHeading) { '' }; continue }
        default { if ($isCode) { "        $_" } else { "    $(ConvertTo-PlainText $_)" }; $isBelowHeading = $false }
    }
}

function Invoke-Test([string]$Configuration) {
    Push-Location $PSScriptRoot
    try {
        Invoke-DotNet test --configuration $Configuration
    }
    finally {
        Pop-Location
    }
}

# What the package says is what the manifest says, and of the version what the CHANGELOG does, so that both galleries and
# Get-InstalledPSResource tell the same.
function Build-Package([string]$Configuration, [string]$Folder = $output) {
    Build-Module $Configuration
    $manifest = Import-PowerShellDataFile -LiteralPath (Join-Path $module "$name.psd1")
    $gallery = $manifest.PrivateData.PSData
    $values = @{
        version = $manifest.ModuleVersion; authors = $manifest.Author; description = $manifest.Description; copyright = $manifest.Copyright
        projectUrl = $gallery.ProjectUri; licenseUrl = $gallery.LicenseUri; iconUrl = $gallery.IconUri
        releaseNotes = (Get-ChangelogSection (Get-Content -Raw -LiteralPath $changelog) $version).Notes
        # By the names that Find-PSResource looks for.
        tags = (@('PSModule', 'PSIncludes_Cmdlet') + $manifest.CompatiblePSEditions.ForEach({ "PSEdition_$_" }) + $gallery.Tags + $manifest.CmdletsToExport.ForEach({ "PSCommand_$_" })) -join ' '
    }
    $nuspec = Join-Path $artifacts "$name.nuspec"
    $template = Get-Content -Raw -LiteralPath (Join-Path $PSScriptRoot module "$name.nuspec")
    Set-Content -NoNewline -LiteralPath $nuspec -Value ([regex]::Replace($template, '\$(\w+)\$', { param($token) [System.Security.SecurityElement]::Escape($values[$token.Groups[1].Value]) }))
    $null = Use-BuildTime
    # NU5100 is about libraries for projects, which a module is not; the gallery shows addresses of a licence and an icon, and no files.
    Invoke-DotNet pack $project --configuration $Configuration --artifacts-path $artifacts --nologo --verbosity quiet --no-build --output $Folder `
        "-p:NuspecFile=$nuspec" "-p:NuspecBasePath=$module" '-p:NoWarn="NU5100;NU5125;NU5048"'
    "Packed $(Join-Path $Folder "$name.$version.nupkg")"
}

function Build-Everything {
    Remove-Item -Recurse -Force -LiteralPath $release -ErrorAction Ignore
    $null = New-Item -ItemType Directory -Path $release
    Build-Package Release $release
    Build-Release $release $native
}

function Clear-Build {
    $built = Get-ChildItem -Path (Join-Path $PSScriptRoot src), (Join-Path $PSScriptRoot tests), (Join-Path $PSScriptRoot bench) -Directory |
        ForEach-Object { Join-Path $_.FullName bin; Join-Path $_.FullName obj }
    $output, $built | ForEach-Object { $_ } | Where-Object { Test-Path -LiteralPath $_ } | Remove-Item -Recurse -Force
}

switch ($Task) {
    Restore { Restore-Module }
    Build { Build-Module $Configuration }
    Test { Invoke-Test $Configuration }
    Pack { Build-Package $Configuration }
    Native { Build-Native $native }
    Release { Build-Everything }
    Clean { Clear-Build }
}

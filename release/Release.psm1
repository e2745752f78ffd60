# What build.ps1 makes for users, besides the module: archives, packages of the tool, bills of material, signatures, sums.

param([hashtable]$Build)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

Import-Module (Join-Path $PSScriptRoot Changelog.psm1), (Join-Path $PSScriptRoot Archive.psm1), (Join-Path $PSScriptRoot Bom.psm1), (Join-Path $PSScriptRoot Help.psm1), (Join-Path $PSScriptRoot Readme.psm1) -Verbose:$false

$root = Split-Path $PSScriptRoot
$version = $Build.Version
$artifacts = $Build.Artifacts
$commandLine = Join-Path $root src Moltbot.Cli
$system = [System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
$bills = @{}

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args[0]) failed with exit code $LASTEXITCODE."
    }
}

# The time that all files of a release bear, also those that dotnet packs: the day on which the version was released, else
# that of the last commit.
function Use-BuildTime {
    if (-not $env:SOURCE_DATE_EPOCH) {
        $day = (Get-ChangelogSection (Get-Content -Raw -LiteralPath (Join-Path $root CHANGELOG.md)) $version).Day
        $env:SOURCE_DATE_EPOCH = $day ? [DateTimeOffset]::new($day, [timespan]::Zero).ToUnixTimeSeconds() : (& git -C $root log -1 --format=%ct)
    }

    [DateTimeOffset]::FromUnixTimeSeconds($env:SOURCE_DATE_EPOCH)
}

# A package of the tool for one system, or without one that which names them all. Of a native tool, dotnet packs that one alone,
# and none of those that it names.
function Build-Tool([string]$For, [bool]$IsNative, [string]$Folder) {
    $readme = Join-Path $artifacts README.md
    $null = New-Item -ItemType Directory -Force -Path $artifacts
    [System.IO.File]::WriteAllText($readme, (ConvertTo-PackageReadme ([System.IO.File]::ReadAllText((Join-Path $root README.md))) $Build.Address "v$version"))
    $properties = @("-p:ToolReadme=$readme", "-p:ToolRuntimes=$($Build.Runtimes -join '%3B')", '-p:ContinuousIntegrationBuild=true') + ($For ? "-p:ToolRuntime=$For" : @()) + ($IsNative -or -not $For ? '-p:ToolIsNative=true' : @())
    $null = Use-BuildTime
    Invoke-DotNet pack $commandLine --configuration Release --artifacts-path $artifacts --nologo --verbosity quiet --output $Folder @properties
    $package = Join-Path $Folder "$($For ? "moltbot.$For" : 'moltbot').$version.nupkg"
    Write-BillOf $package $commandLine ($For -ne 'any' ? $For : '') $IsNative
    "Packed $package"
}

# The executable, as a package of the tool, and as an archive with what systems know a program by.
function Build-Native([string]$Folder) {
    if (-not $IsWindows -and -not (Get-Command clang, gcc -CommandType Application -ErrorAction Ignore)) {
        throw 'There is no linker on this machine. Install clang or gcc, and the headers of zlib.'
    }

    $time = Use-BuildTime
    $null = New-Item -ItemType Directory -Force -Path $Folder
    Build-Tool $system $true $Folder

    $laidOut = Join-Path $artifacts native
    Remove-Item -Recurse -Force -LiteralPath $laidOut -ErrorAction Ignore
    Expand-Artefact (Join-Path $Folder "moltbot.$system.$version.nupkg") $laidOut
    $files = Get-ChildItem -LiteralPath (Join-Path $laidOut tools any $system) -File | Where-Object { $_.Name -ne 'DotnetToolSettings.xml' -and $_.Extension -notin '.pdb', '.xml' }
    $program = $files.Where({ $_.BaseName -eq 'moltbot' -and $_.Extension -in '', '.exe' })[0]
    if (-not $IsWindows) { $program.UnixFileMode = 'UserRead, UserWrite, UserExecute' }
    $texts = [ordered]@{
        'completions/moltbot.bash' = 'completion', 'bash'
        'completions/_moltbot'     = 'completion', 'zsh'
        'completions/moltbot.fish' = 'completion', 'fish'
        'completions/moltbot.ps1'  = 'completion', 'pwsh'
        'man/moltbot.1'            = '__manual', $time.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
    }
    $top = "moltbot-$version-$system"
    $entries = @(
        foreach ($file in $files) { ConvertTo-ArchiveEntry "$top/$($file.Name)" $file.FullName -IsProgram:($file -eq $program) }
        foreach ($text in $texts.GetEnumerator()) {
            $path = Join-Path $laidOut $text.Key
            $null = New-Item -ItemType Directory -Force -Path (Split-Path $path)
            Save-Said $path $program.FullName $text.Value
            ConvertTo-ArchiveEntry "$top/$($text.Key)" $path
        }
    )
    $archive = Join-Path $Folder "$top$($IsWindows ? '.zip' : '.tar.gz')"
    Write-Archive $archive $entries $time
    Write-BillOf $archive $commandLine $system $true
    "Packed $archive"
}

# What is released beside the package of the module, which lies in the folder already. What other systems have made stands in
# the folder of natives; for those that have made nothing there is a package that is compiled ahead for them, and needs the runtime.
function Build-Release([string]$Folder, [string]$Natives) {
    Write-BillOf (Join-Path $Folder "Moltbot.PowerShell.$version.nupkg") (Join-Path $root src Moltbot.PowerShell.Vault)
    Build-UpdatableHelp $Folder
    Build-Native $Natives
    Get-ChildItem -LiteralPath $Natives -File | Where-Object Name -Match "[-.]$([regex]::Escape($version))[-.]" | Copy-Item -Destination $Folder
    foreach ($for in $Build.Runtimes) {
        if (-not (Test-Path -LiteralPath (Join-Path $Folder "moltbot.$for.$version.nupkg"))) { Build-Tool $for $false $Folder }
    }

    Build-Tool '' $false $Folder
    if ($Build.Certificate) { Add-Signature $Folder }
    $sums = Get-ChildItem -LiteralPath $Folder -File | Sort-Object Name -Culture '' | ForEach-Object { "$((Get-FileHash -LiteralPath $_.FullName).Hash.ToLowerInvariant())  $($_.Name)" }
    [System.IO.File]::WriteAllText((Join-Path $Folder SHA256SUMS), ($sums -join "`n") + "`n")
    Test-Release $Folder
    "Released into $Folder"
}

# Where the manifest says that Update-Help looks.
function Build-UpdatableHelp([string]$Folder) {
    $module = Join-Path $root output Moltbot.PowerShell $version
    $manifest = Import-PowerShellDataFile -LiteralPath (Join-Path $module Moltbot.PowerShell.psd1)
    $made = Write-UpdatableHelp (Join-Path $module en-US) $Folder Moltbot.PowerShell $manifest.GUID $version $manifest.HelpInfoUri (Use-BuildTime)
    foreach ($content in $made -like '*_HelpContent.*') { Write-BillOf $content (Join-Path $root src Moltbot.PowerShell.Vault) }
    $made.ForEach({ "Wrote $_" })
}

function Save-Said([string]$Path, [string]$Program, [string[]]$Arguments) {
    $encoding = [System.Console]::OutputEncoding
    [System.Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false)
    try { $said = & $Program @Arguments } finally { [System.Console]::OutputEncoding = $encoding }
    if ($LASTEXITCODE -ne 0) { throw "$Program $Arguments failed with exit code $LASTEXITCODE." }
    [System.IO.File]::WriteAllText($Path, ($said -join "`n") + "`n")
}

function Write-BillOf([string]$Artefact, [string]$Project, [string]$For, [bool]$IsNative) {
    if (-not $bills.ContainsKey($Project)) {
        Push-Location $PSScriptRoot
        try {
            Invoke-DotNet tool restore --verbosity quiet
            $bills[$Project] = Get-PackageBill (Join-Path $Project "$(Split-Path -Leaf $Project).csproj") $artifacts
        }
        finally { Pop-Location }
    }

    $assets = Join-Path $artifacts obj Moltbot.Cli project.assets.json
    $added = $For ? (Get-RuntimePackage $assets $For $IsNative) : @()
    $laidOut = Join-Path $artifacts shipped
    Remove-Item -Recurse -Force -LiteralPath $laidOut -ErrorAction Ignore
    Expand-Artefact $Artefact $laidOut
    $bill = ConvertTo-Bill -Name (Split-Path -Leaf $Artefact) -Version $version -Folder $laidOut -Packages $bills[$Project] -Added $added -IsNative $IsNative -Address $Build.Address -Time (Use-BuildTime) -PackageFolder (Get-PackageFolder)
    Write-Bill $bill "$Artefact.cdx.json"
}

function Get-PackageFolder {
    "$(& dotnet nuget locals global-packages --list)" -replace '^global-packages: '
}

# The files in the package of the module bear theirs already.
function Add-Signature([string]$Folder) {
    $packages = (Get-ChildItem -LiteralPath $Folder -Filter *.nupkg).FullName
    $options = @($Build.Timestamper ? '--timestamper', "$($Build.Timestamper)" : @()) + @($Build.AllowUntrustedRoot ? '--allow-untrusted-root' : @())
    Invoke-DotNet nuget sign @packages --certificate-fingerprint $Build.Certificate --overwrite @options
}

# That what is released is what it says: every file of an artefact stands in its bill, with this hash, every package of a bill
# has its notice, and every sum is right.
function Test-Release([string]$Folder) {
    $notices = Get-Content -Raw -LiteralPath (Join-Path $root module THIRD-PARTY-NOTICES.md)
    foreach ($line in Get-Content -LiteralPath (Join-Path $Folder SHA256SUMS)) {
        $sum, $file = $line -split '  ', 2
        if ((Get-FileHash -LiteralPath (Join-Path $Folder $file)).Hash -ne $sum) { throw "$file is not what SHA256SUMS says." }
    }

    foreach ($artefact in Get-ChildItem -LiteralPath $Folder -File | Where-Object Name -Match '\.(nupkg|zip|cab|tar\.gz)$') {
        $laidOut = Join-Path $artifacts shipped
        Remove-Item -Recurse -Force -LiteralPath $laidOut -ErrorAction Ignore
        Expand-Artefact $artefact.FullName $laidOut
        foreach ($package in Get-BilledPackage "$artefact.cdx.json") {
            if ($notices -notmatch "(?m)^\|[^|]*\b$([regex]::Escape($package))\b") { throw "$($artefact.Name) passes $package on, which has no notice in THIRD-PARTY-NOTICES.md." }
        }

        $billed = Get-BilledFile "$artefact.cdx.json"
        $shipped = Get-ChildItem -LiteralPath $laidOut -Recurse -File -Force | Where-Object Name -NE .signature.p7s
        foreach ($file in $shipped) {
            $path = [System.IO.Path]::GetRelativePath($laidOut, $file.FullName).Replace('\', '/')
            if ($billed[$path] -ne (Get-FileHash -LiteralPath $file.FullName).Hash) { throw "The bill of $($artefact.Name) does not know $path as it is." }
        }

        if ($billed.Count -ne @($shipped).Count) { throw "The bill of $($artefact.Name) names files that are not in it." }
    }
}

Export-ModuleMember -Function Invoke-DotNet, Use-BuildTime, Build-Native, Build-Release, Test-Release

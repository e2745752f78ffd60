# Bills of material: for each artefact a CycloneDX document in which every file stands below the package that it is from, or
# below the artefact where it is ours.

Set-StrictMode -Version 3.0

# What this repository makes, by the names that its files have in an artefact.
$ours = '^(Moltbot\..+|_?moltbot(\..+)?|about_Moltbot_.+\.help\.txt|LICENSE|README\.md|THIRD-PARTY-NOTICES\.md|icon\.png|DotnetToolSettings\.xml|\[Content_Types\]\.xml|\.rels|nuget\.psmdcp)$'

# What a project refers to, as CycloneDX for .NET tells it.
function Get-PackageBill([string]$Project, [string]$Folder) {
    $file = "$([System.IO.Path]::GetFileNameWithoutExtension($Project)).json"
    $said = & dotnet tool run dotnet-CycloneDX -- $Project --output $Folder --filename $file --output-format Json --spec-version 1.6 --no-serial-number --exclude-dev
    if ($LASTEXITCODE -ne 0) { throw "There is no bill of materials for $Project.`n$($said -join "`n")" }
    Get-Content -Raw -LiteralPath (Join-Path $Folder $file) | ConvertFrom-Json -AsHashtable
}

# Packages that the SDK fetches to build for a system, and of which parts are shipped: the runtime of native executables, and
# the programs that start the others.
function Get-RuntimePackage([string]$AssetsFile, [string]$Runtime, [bool]$IsNative) {
    $assets = Get-Content -Raw -LiteralPath $AssetsFile | ConvertFrom-Json -AsHashtable
    $wanted = $IsNative ? "Microsoft.NETCore.App.Runtime.NativeAOT.$Runtime" : "Microsoft.NETCore.App.Host.$Runtime"
    $fetched = $assets.project.frameworks.Values.downloadDependencies.Where({ $_.name -eq $wanted }) | Select-Object -First 1
    if (-not $fetched) { throw "The build for $Runtime has not fetched $wanted, so it is not known what was built in." }
    $version = $fetched.version.Trim('[', ']').Split(',')[0].Trim()
    [ordered]@{
        type = 'library'; 'bom-ref' = "pkg:nuget/$wanted@$version"; name = $wanted; version = $version
        licenses = @(@{ license = @{ id = 'MIT' } }); purl = "pkg:nuget/$wanted@$version"
    }
}

# The files of packages, by their hash and by their name.
function Get-PackageFile([object[]]$Package, [string]$PackageFolder) {
    $ofHash = @{}
    $ofName = @{}
    foreach ($item in $Package) {
        $folder = Join-Path $PackageFolder $item.name.ToLowerInvariant() $item.version
        foreach ($file in Get-ChildItem -LiteralPath $folder -Recurse -File | Where-Object Extension -In .dll, .so, .dylib, .exe) {
            $ofHash[(Get-FileHash -LiteralPath $file.FullName).Hash] = $item
            $ofName[$file.Name] = $item
        }
    }

    @{ OfHash = $ofHash; OfName = $ofName }
}

<#
The bill of an artefact whose files lie in a folder.
Name, Version: of the artefact.  Packages: the bill of the project.  Added: packages that only this artefact has parts of.
IsNative: one executable holds the packages, so that they have no files.
#>
function ConvertTo-Bill([string]$Name, [string]$Version, [string]$Folder, [hashtable]$Packages, [object[]]$Added, [bool]$IsNative, [string]$Address, [DateTimeOffset]$Time, [string]$PackageFolder) {
    $known = @($Packages.components) + @($Added) | Where-Object { $_ }
    $files = Get-PackageFile $known $PackageFolder
    $own = [System.Collections.Generic.List[object]]::new()
    $from = @{}
    foreach ($file in Get-ChildItem -LiteralPath $Folder -Recurse -File -Force | Sort-Object { [System.IO.Path]::GetRelativePath($Folder, $_.FullName).Replace('\', '/') } -Culture '') {
        $hash = (Get-FileHash -LiteralPath $file.FullName).Hash
        $entry = [ordered]@{
            type   = 'file'
            name   = [System.IO.Path]::GetRelativePath($Folder, $file.FullName).Replace('\', '/')
            hashes = @([ordered]@{ alg = 'SHA-256'; content = $hash })
        }
        $starter = $Added | Where-Object { $_.name -like '*.App.Host.*' -and $file.BaseName -eq 'moltbot' -and $file.Extension -in '', '.exe' }
        $origin = $files.OfHash[$hash] ?? $starter ?? $files.OfName[$file.Name]
        if ($origin) {
            # Compiled ahead, or bound to our assembly: from there, but no longer the same bytes.
            if (-not $files.OfHash.ContainsKey($hash)) { $entry.modified = $true }
            $from[$origin.'bom-ref'] = @($from[$origin.'bom-ref']) + $entry | Where-Object { $_ }
        }
        elseif ($file.Name -cmatch $ours) { $own.Add($entry) }
        else { throw "$($entry.name) in $Name is neither ours nor from a package of the bill: say in release/Bom.psm1 what it is." }
    }

    $components = @(
        foreach ($item in $known | Where-Object { $IsNative -or $from.ContainsKey($_.'bom-ref') } | Sort-Object { $_.purl } -Culture '') {
            $copy = [ordered]@{}
            foreach ($key in 'type', 'bom-ref', 'authors', 'name', 'version', 'description', 'scope', 'hashes', 'licenses', 'copyright', 'purl', 'externalReferences') {
                if ($item[$key]) { $copy[$key] = $item[$key] }
            }
            if ($from.ContainsKey($item.'bom-ref')) { $copy.components = @($from[$item.'bom-ref']) }
            $copy
        }
    )
    $references = $components.ForEach({ $_.'bom-ref' })
    $self = "$Name@$Version"
    [ordered]@{
        bomFormat    = 'CycloneDX'
        specVersion  = '1.6'
        version      = 1
        metadata     = [ordered]@{
            timestamp = $Time.UtcDateTime.ToString('yyyy-MM-ddTHH:mm:ssZ', [cultureinfo]::InvariantCulture)
            tools     = $Packages.metadata.tools
            component = [ordered]@{
                type               = 'application'
                'bom-ref'          = $self
                name               = $Name
                version            = $Version
                licenses           = @(@{ license = @{ id = 'MIT' } })
                externalReferences = @([ordered]@{ url = $Address; type = 'vcs' })
                components         = @($own)
            }
        }
        components   = $components
        dependencies = @([ordered]@{ ref = $self; dependsOn = @($references) })
    }
}

function Write-Bill([System.Collections.IDictionary]$Bill, [string]$Path) {
    $text = ($Bill | ConvertTo-Json -Depth 12) -replace '\r\n', "`n"
    [System.IO.File]::WriteAllText($Path, "$text`n")
}

# The packages of a bill, but for the runtime's own.
function Get-BilledPackage([string]$Path) {
    $bill = Get-Content -Raw -LiteralPath $Path | ConvertFrom-Json -AsHashtable
    $bill.components.ForEach({ $_.name }) -notlike 'Microsoft.NETCore.App.*'
}

# The files of a bill, by name, with their hashes.
function Get-BilledFile([string]$Path) {
    $bill = Get-Content -Raw -LiteralPath $Path | ConvertFrom-Json -AsHashtable
    $files = @{}
    foreach ($file in @($bill.metadata.component.components) + @($bill.components.ForEach({ $_['components'] })) | Where-Object { $_ }) {
        $files[$file.name] = $file.hashes[0].content
    }

    $files
}

Export-ModuleMember -Function Get-PackageBill, Get-RuntimePackage, ConvertTo-Bill, Write-Bill, Get-BilledPackage, Get-BilledFile

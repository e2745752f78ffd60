# Archives of which the same files and the same time make the same bytes, wherever and whenever they are made.

Set-StrictMode -Version 3.0

# A file of an archive: its name there, what is in it, and whether it is a program.
function ConvertTo-ArchiveEntry([string]$Name, [string]$Path, [switch]$IsProgram) {
    [pscustomobject]@{ Name = $Name; Path = $Path; Mode = $IsProgram ? 493 : 420 } # 0755 and 0644
}

# A .zip or a .tar.gz, as the path says.
function Write-Archive([string]$Path, [object[]]$Entry, [DateTimeOffset]$Time) {
    $ordered = [System.Collections.Generic.SortedDictionary[string, object]]::new([System.StringComparer]::Ordinal)
    $Entry.ForEach({ $ordered[$_.Name] = $_ })
    $file = [System.IO.File]::Create($Path)
    try {
        if ($Path.EndsWith('.zip')) { Write-Zip $file @($ordered.Values) $Time } else { Write-Tar $file @($ordered.Values) $Time }
    }
    finally {
        $file.Dispose()
    }
}

function Write-Zip([System.IO.Stream]$File, [object[]]$Entry, [DateTimeOffset]$Time) {
    $zip = [System.IO.Compression.ZipArchive]::new($File, [System.IO.Compression.ZipArchiveMode]::Create, $true)
    try {
        foreach ($item in $Entry) {
            $written = $zip.CreateEntry($item.Name, [System.IO.Compression.CompressionLevel]::SmallestSize)
            $written.LastWriteTime = $Time
            $written.ExternalAttributes = (0x8000 -bor $item.Mode) -shl 16
            Copy-ToStream $item.Path $written.Open()
        }
    }
    finally {
        $zip.Dispose()
    }
}

function Write-Tar([System.IO.Stream]$File, [object[]]$Entry, [DateTimeOffset]$Time) {
    $gzip = [System.IO.Compression.GZipStream]::new($File, [System.IO.Compression.CompressionLevel]::SmallestSize, $true)
    $tar = [System.Formats.Tar.TarWriter]::new($gzip, [System.Formats.Tar.TarEntryFormat]::Ustar, $false)
    try {
        foreach ($item in $Entry) {
            $written = [System.Formats.Tar.UstarTarEntry]::new([System.Formats.Tar.TarEntryType]::RegularFile, $item.Name)
            $written.ModificationTime = $Time
            $written.Mode = $item.Mode
            $written.DataStream = [System.IO.File]::OpenRead($item.Path)
            try { $tar.WriteEntry($written) } finally { $written.DataStream.Dispose() }
        }
    }
    finally {
        $tar.Dispose()
    }
}

function Copy-ToStream([string]$Path, [System.IO.Stream]$To) {
    $from = [System.IO.File]::OpenRead($Path)
    try { $from.CopyTo($To) } finally { $from.Dispose(); $To.Dispose() }
}

# Lays the files of an archive or a package out in a folder.
function Expand-Artefact([string]$Path, [string]$Folder) {
    $null = New-Item -ItemType Directory -Force -Path $Folder
    if ($Path -match '\.(zip|nupkg)$') {
        [System.IO.Compression.ZipFile]::ExtractToDirectory($Path, $Folder)
        return
    }

    $gzip = [System.IO.Compression.GZipStream]::new([System.IO.File]::OpenRead($Path), [System.IO.Compression.CompressionMode]::Decompress)
    try { [System.Formats.Tar.TarFile]::ExtractToDirectory($gzip, $Folder, $false) } finally { $gzip.Dispose() }
}

Export-ModuleMember -Function ConvertTo-ArchiveEntry, Write-Archive, Expand-Artefact

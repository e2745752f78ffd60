# Archives of which the same files and the same time make the same bytes, wherever and whenever they are made.

Set-StrictMode -Version 3.0

# A file of an archive: its name there, what is in it, and whether it is a program.
function ConvertTo-ArchiveEntry([string]$Name, [string]$Path, [switch]$IsProgram) {
    [pscustomobject]@{ Name = $Name; Path = $Path; Mode = $IsProgram ? 493 : 420 } # 0755 and 0644
}

# A .zip, a .cab or a .tar.gz, as the path says.
function Write-Archive([string]$Path, [object[]]$Entry, [DateTimeOffset]$Time) {
    $ordered = [System.Collections.Generic.SortedDictionary[string, object]]::new([System.StringComparer]::Ordinal)
    $Entry.ForEach({ $ordered[$_.Name] = $_ })
    $file = [System.IO.File]::Create($Path)
    try {
        switch ([System.IO.Path]::GetExtension($Path)) {
            .zip { Write-Zip $file @($ordered.Values) $Time }
            .cab { Write-Cabinet $file @($ordered.Values) $Time }
            .gz { Write-Tar $file @($ordered.Values) $Time }
        }
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

# A cabinet whose files are not compressed: a header, one folder of blocks, the files, and the blocks (MS-CAB 2).
function Write-Cabinet([System.IO.Stream]$File, [object[]]$Entry, [DateTimeOffset]$Time) {
    $blockSize = 0x8000
    $headerSize = 36
    $folderSize = 8
    $content = [System.IO.MemoryStream]::new()
    $entries = [System.IO.MemoryStream]::new()
    $writer = [System.IO.BinaryWriter]::new($entries)
    $utc = $Time.UtcDateTime
    foreach ($item in $Entry) {
        $bytes = [System.IO.File]::ReadAllBytes($item.Path)
        $writer.Write([uint]$bytes.Length)
        $writer.Write([uint]$content.Length)
        $writer.Write([uint16]0) # of the first folder
        $writer.Write([uint16]((($utc.Year - 1980) -shl 9) + ($utc.Month -shl 5) + $utc.Day))
        $writer.Write([uint16](($utc.Hour -shl 11) + ($utc.Minute -shl 5) + ($utc.Second -shr 1)))
        $writer.Write([uint16]0x20) # to be archived, and nothing else
        $writer.Write([System.Text.Encoding]::ASCII.GetBytes($item.Name + "`0"))
        $content.Write($bytes)
    }

    $bytes = $content.ToArray()
    $blocks = [int][System.Math]::Ceiling($bytes.Length / $blockSize)
    $firstBlock = $headerSize + $folderSize + $entries.Length
    $writer = [System.IO.BinaryWriter]::new($File)
    $writer.Write([System.Text.Encoding]::ASCII.GetBytes('MSCF'))
    $writer.Write([uint]0)
    $writer.Write([uint]($firstBlock + 8 * $blocks + $bytes.Length))
    $writer.Write([uint]0)
    $writer.Write([uint]($headerSize + $folderSize))
    $writer.Write([uint]0)
    $writer.Write([byte[]](3, 1)) # version 1.3
    $writer.Write([uint16]1)
    $writer.Write([uint16]$Entry.Count)
    $writer.Write([uint16]0)
    $writer.Write([uint]0) # neither flags nor a set of several cabinets
    $writer.Write([uint]$firstBlock)
    $writer.Write([uint16]$blocks)
    $writer.Write([uint16]0) # not compressed
    $writer.Write($entries.ToArray())
    for ($at = 0; $at -lt $bytes.Length; $at += $blockSize) {
        $size = [System.Math]::Min($blockSize, $bytes.Length - $at)
        $writer.Write([uint]0) # no sum
        $writer.Write([uint16]$size)
        $writer.Write([uint16]$size)
        $writer.Write($bytes, $at, $size)
    }
    $writer.Flush()
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

    if ($Path.EndsWith('.cab')) {
        Expand-Cabinet $Path $Folder
        return
    }

    $gzip = [System.IO.Compression.GZipStream]::new([System.IO.File]::OpenRead($Path), [System.IO.Compression.CompressionMode]::Decompress)
    try { [System.Formats.Tar.TarFile]::ExtractToDirectory($gzip, $Folder, $false) } finally { $gzip.Dispose() }
}

# A cabinet of the kind that is written here.
function Expand-Cabinet([string]$Path, [string]$Folder) {
    $bytes = [System.IO.File]::ReadAllBytes($Path)
    $content = [System.IO.MemoryStream]::new()
    $at = [System.BitConverter]::ToUInt32($bytes, 36)
    for ($blocks = [System.BitConverter]::ToUInt16($bytes, 40); $blocks -gt 0; $blocks--) {
        $size = [System.BitConverter]::ToUInt16($bytes, $at + 4)
        $content.Write($bytes, $at + 8, $size)
        $at += 8 + $size
    }

    $all = $content.ToArray()
    $at = [System.BitConverter]::ToUInt32($bytes, 16)
    for ($files = [System.BitConverter]::ToUInt16($bytes, 28); $files -gt 0; $files--) {
        $start = [System.BitConverter]::ToUInt32($bytes, $at + 4)
        $end = [System.Array]::IndexOf($bytes, [byte]0, $at + 16)
        $name = [System.Text.Encoding]::ASCII.GetString($bytes, $at + 16, $end - $at - 16)
        [System.IO.File]::WriteAllBytes((Join-Path $Folder $name), [System.ArraySegment[byte]]::new($all, $start, [System.BitConverter]::ToUInt32($bytes, $at)).ToArray())
        $at = $end + 1
    }
}

Export-ModuleMember -Function ConvertTo-ArchiveEntry, Write-Archive, Expand-Artefact

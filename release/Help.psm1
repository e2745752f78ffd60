# The help of the module as Update-Help fetches it: what there is, and the files of it, in a zip for Linux and macOS and in a
# cabinet for Windows.

Set-StrictMode -Version 3.0

Import-Module (Join-Path $PSScriptRoot Archive.psm1) -Verbose:$false

# From (the folder of a language, as en-US) to the files in Folder; gives their paths.
function Write-UpdatableHelp([string]$From, [string]$Folder, [string]$Module, [guid]$Guid, [version]$Version, [string]$Address, [DateTimeOffset]$Time) {
    $culture = Split-Path -Leaf $From
    $stem = Join-Path $Folder "${Module}_$Guid"
    $files = @(Get-ChildItem -LiteralPath $From -File | Sort-Object Name -Culture '')
    $information = @"
<?xml version="1.0" encoding="utf-8"?>
<HelpInfo xmlns="http://schemas.microsoft.com/powershell/help/2010/05">
  <HelpContentURI>$([System.Security.SecurityElement]::Escape($Address))</HelpContentURI>
  <SupportedUICultures>
    <UICulture>
      <UICultureName>$culture</UICultureName>
      <UICultureVersion>$($Version.ToString(3)).0</UICultureVersion>
    </UICulture>
  </SupportedUICultures>
</HelpInfo>
"@
    [System.IO.File]::WriteAllText("${stem}_HelpInfo.xml", $information.ReplaceLineEndings("`n") + "`n")
    Write-Archive "${stem}_${culture}_HelpContent.zip" $files.ForEach({ ConvertTo-ArchiveEntry $_.Name $_.FullName }) $Time
    Write-Cabinet "${stem}_${culture}_HelpContent.cab" $files $Time
    "${stem}_HelpInfo.xml", "${stem}_${culture}_HelpContent.zip", "${stem}_${culture}_HelpContent.cab"
}

# A cabinet whose files are not compressed: a header, one folder of blocks, the files, and the blocks (MS-CAB 2).
function Write-Cabinet([string]$Path, [System.IO.FileInfo[]]$File, [DateTimeOffset]$Time) {
    $blockSize = 0x8000
    $headerSize = 36
    $folderSize = 8
    $content = [System.IO.MemoryStream]::new()
    $entries = [System.IO.MemoryStream]::new()
    $entry = [System.IO.BinaryWriter]::new($entries)
    $utc = $Time.UtcDateTime
    foreach ($item in $File) {
        $entry.Write([uint]$item.Length)
        $entry.Write([uint]$content.Length)
        $entry.Write([uint16]0) # of the first folder
        $entry.Write([uint16]((($utc.Year - 1980) -shl 9) + ($utc.Month -shl 5) + $utc.Day))
        $entry.Write([uint16](($utc.Hour -shl 11) + ($utc.Minute -shl 5) + ($utc.Second -shr 1)))
        $entry.Write([uint16]0x20) # to be archived, and nothing else
        $entry.Write([System.Text.Encoding]::ASCII.GetBytes($item.Name + "`0"))
        $content.Write([System.IO.File]::ReadAllBytes($item.FullName))
    }

    $bytes = $content.ToArray()
    $blocks = [int][System.Math]::Ceiling($bytes.Length / $blockSize)
    $firstBlock = $headerSize + $folderSize + $entries.Length
    $writer = [System.IO.BinaryWriter]::new([System.IO.File]::Create($Path))
    try {
        $writer.Write([System.Text.Encoding]::ASCII.GetBytes('MSCF'))
        $writer.Write([uint]0)
        $writer.Write([uint]($firstBlock + 8 * $blocks + $bytes.Length))
        $writer.Write([uint]0)
        $writer.Write([uint]($headerSize + $folderSize))
        $writer.Write([uint]0)
        $writer.Write([byte[]](3, 1)) # version 1.3
        $writer.Write([uint16]1)
        $writer.Write([uint16]$File.Count)
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
    }
    finally {
        $writer.Dispose()
    }
}

Export-ModuleMember -Function Write-UpdatableHelp

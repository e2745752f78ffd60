# The help of the module as Update-Help fetches it: what there is, and the files of it, in a zip for Linux and macOS and in a
# cabinet for Windows.

Set-StrictMode -Version 3.0

Import-Module (Join-Path $PSScriptRoot Archive.psm1) -Verbose:$false

# From (the folder of a language, as en-US) to the files in Folder; gives their paths.
function Write-UpdatableHelp([string]$From, [string]$Folder, [string]$Module, [guid]$Guid, [version]$Version, [string]$Address, [DateTimeOffset]$Time) {
    $culture = Split-Path -Leaf $From
    $stem = Join-Path $Folder "${Module}_$Guid"
    $entries = (Get-ChildItem -LiteralPath $From -File).ForEach({ ConvertTo-ArchiveEntry $_.Name $_.FullName })
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
    Write-Archive "${stem}_${culture}_HelpContent.zip" $entries $Time
    Write-Archive "${stem}_${culture}_HelpContent.cab" $entries $Time
    "${stem}_HelpInfo.xml", "${stem}_${culture}_HelpContent.zip", "${stem}_${culture}_HelpContent.cab"
}

Export-ModuleMember -Function Write-UpdatableHelp
